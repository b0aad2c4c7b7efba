// region spring-boot-service
package com.example.support;

import io.github.partnercenter4j.spring.Partner;
import io.github.partnercenter4j.spring.Partners;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@SpringBootApplication
@RestController
public class SupportService {

    private final Partners partners;

    SupportService(Partners partners) {
        this.partners = partners;
    }

    public static void main(String... arguments) {
        SpringApplication.run(SupportService.class, arguments);
    }

    @PutMapping("/partners/{name}/telephone")
    String changeTelephone(@PathVariable String name, @RequestBody String telephone) {
        Partner partner = partners.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return partner.supportProfile()
                .edit(profile -> profile.withTelephone(telephone))
                .telephone();
    }
}
// endregion
