package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** A service's unit test has no client: whatever makes objects of interfaces can stand in. */
class StubbedOperationsTest {

    private static final SupportProfile PROFILE =
            SupportProfile.builder().email("help@contoso.example").build();

    /** An application's own class, which takes what it needs. */
    private record Contact(SupportProfileOperations support) {
        String email() {
            return "mailto:" + support.get().email();
        }
    }

    @Test
    void operations_stubOfGetReply_servesAllGetMethods() {
        SupportProfileOperations support = stub((self, method, arguments) -> {
            if (method.getName().equals("getReply")) {
                return SupportProfileReply.of(
                        PROFILE, ResponseMetadata.builder(200).build());
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, arguments);
            }
            throw new UnsupportedOperationException(method.getName());
        });

        assertThat(new Contact(support).email()).isEqualTo("mailto:help@contoso.example");
    }

    private static SupportProfileOperations stub(InvocationHandler answers) {
        return (SupportProfileOperations) Proxy.newProxyInstance(
                SupportProfileOperations.class.getClassLoader(),
                new Class<?>[] {SupportProfileOperations.class},
                answers);
    }
}
