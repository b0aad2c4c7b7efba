package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.spring.Partners;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Reads and changes a partner's support profile over HTTP. Anybody can do so: put your own security in front of it. */
@RestController
@RequestMapping("/partners/{name}/support-profile")
class SupportProfileController {

    private final Partners partners;

    SupportProfileController(Partners partners) {
        this.partners = partners;
    }

    @GetMapping
    SupportContact read(@PathVariable String name) {
        return SupportContact.of(support(name).get());
    }

    /** Edits the profile and does not replace it, so members that this service does not have stay unchanged. */
    @PutMapping
    SupportContact write(@PathVariable String name, @Valid @RequestBody SupportContact contact) {
        return SupportContact.of(support(name).edit(contact::putInto));
    }

    private SupportProfileOperations support(String name) {
        return partners.find(name)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such partner is configured."))
                .supportProfile();
    }
}
