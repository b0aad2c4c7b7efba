package consumer;

import io.github.partnercenter4j.spring.Partners;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Application {

    private final Partners partners;

    Application(Partners partners) {
        this.partners = partners;
    }

    @PutMapping("/partners/{name}/telephone")
    String telephone(@PathVariable String name, @RequestBody String telephone) {
        return partners.get(name).supportProfile().edit(profile -> profile.withTelephone(telephone)).telephone();
    }

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }
}
