package io.github.partnercenter4j.examples.spring;

import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** A partner's support profile over HTTP. It lets anybody in: put your own security before it. */
@RestController
@RequestMapping("/partners/{name}/support-profile")
class SupportProfileController {

    private final Partners partners;

    SupportProfileController(Partners partners) {
        this.partners = partners;
    }

    @GetMapping
    SupportContact read(@PathVariable String name) {
        return SupportContact.of(partner(name).profile());
    }

    /** Edits rather than replaces, so that what this service does not show stays as it is. */
    @PutMapping
    SupportContact write(@PathVariable String name, @Valid @RequestBody SupportContact contact) {
        return SupportContact.of(partner(name).edit(contact::putInto));
    }

    private Partner partner(String name) {
        return partners.find(name)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such partner is configured."));
    }
}
