package io.github.partnercenter4j.spring.test.app;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.spring.Partner;
import io.github.partnercenter4j.spring.Partners;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A service with one page for each partner. Its configuration knows nothing of the fake. */
@SpringBootApplication
public class SupportApplication {

    @RestController
    static class SupportPage {

        private final Partners partners;

        SupportPage(Partners partners) {
            this.partners = partners;
        }

        @GetMapping("/partners/{name}/telephone")
        String telephone(@PathVariable String name) {
            return String.valueOf(partner(name).supportProfile().get().telephone());
        }

        @PutMapping("/partners/{name}/telephone")
        String change(@PathVariable String name, @RequestBody String telephone) {
            SupportProfile changed = partner(name).supportProfile().edit(profile -> profile.withTelephone(telephone));
            return String.valueOf(changed.telephone());
        }

        private Partner partner(String name) {
            return partners.get(name);
        }
    }
}
