package io.github.partnercenter4j.contract.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.contract.ReferenceGateway;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code docs/fault-matrix.md} describes the matrix. To accept an intended change, run
 * {@code mvn -ntp -pl transport-contract -am test -Dtest=FaultPageTest -Dmatrix.accept}, and commit the page.
 */
class FaultPageTest {

    private static final Path PAGE = Path.of("..", "docs", "fault-matrix.md");

    @Test
    void page_matchesRows() throws Exception {
        String now = FaultPage.text();
        if (System.getProperty("matrix.accept") != null) {
            Files.writeString(PAGE, now);
        }
        assertThat(now.lines())
                .as("docs/fault-matrix.md differs from the rows. If the change is intended, accept it with "
                        + "'mvn -ntp -pl transport-contract -am test -Dtest=FaultPageTest -Dmatrix.accept'")
                .containsExactlyElementsOf(Files.readAllLines(PAGE));
    }

    /** The page lists the cells by itself. They must be the cells that the matrix runs. */
    @Test
    void page_listsCellsThatTheMatrixRuns() throws Exception {
        Set<String> onThePage = FaultPage.cells()
                .map(cell -> cell.row() + " " + cell.name())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> played = new TreeSet<>();
        for (Class<?> type = HttpFaultMatrix.class; type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(TestFactory.class)) {
                    ((Stream<?>) method.invoke(new OverHttp()))
                            .forEach(test -> played.add(((DynamicTest) test).getDisplayName()));
                }
            }
        }

        // The quick build runs one cell of each row.
        assertThat(onThePage).containsAll(played);
        assertThat(rows(played)).isEqualTo(rows(onThePage));
    }

    private static Set<String> rows(Set<String> cells) {
        return cells.stream()
                .map(cell -> cell.substring(0, cell.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Nested, so that JUnit does not run it. */
    private static final class OverHttp extends HttpFaultMatrix {
        @Override
        protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
            return new ReferenceGateway(cloud).trusting(trust);
        }
    }
}
