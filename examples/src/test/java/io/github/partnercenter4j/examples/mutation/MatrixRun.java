package io.github.partnercenter4j.examples.mutation;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.contract.matrix.FaultMatrix;
import io.github.partnercenter4j.contract.matrix.HttpFaultMatrix;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** Runs the given rows of the fault matrix, up to the first cell that fails. */
final class MatrixRun implements BiFunction<String, List<String>, @Nullable String> {

    /** The gateway that the matrix tests. */
    enum Transport {
        MEMORY,
        RETROFIT,
        APACHE;

        FaultMatrix matrix() {
            return switch (this) {
                case MEMORY -> new OfMemory();
                case RETROFIT -> new OfRetrofit();
                case APACHE -> new OfApache();
            };
        }
    }

    private static final class OfMemory extends FaultMatrix {
        @Override
        protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
            return fake().gateway();
        }
    }

    private static final class OfRetrofit extends HttpFaultMatrix {
        @Override
        protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
            return RetrofitSupportProfileGateway.builder(cloud)
                    .sslContext(trust)
                    .build();
        }
    }

    private static final class OfApache extends HttpFaultMatrix {
        @Override
        protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
            return ApacheSupportProfileGateway.builder(cloud).sslContext(trust).build();
        }
    }

    /** Returns the message of the first cell that fails, or null if none fails. */
    @Override
    public @Nullable String apply(String transport, List<String> rows) {
        return cells(Transport.valueOf(transport).matrix(), rows).stream()
                .map(MatrixRun::dead)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String dead(DynamicTest cell) {
        try {
            cell.getExecutable().execute();
            return null;
        } catch (TestAbortedException inapplicable) {
            return null;
        } catch (Throwable dead) {
            return cell.getDisplayName() + ": " + dead.getMessage();
        }
    }

    private static List<DynamicTest> cells(FaultMatrix matrix, List<String> rows) {
        List<DynamicTest> cells = new ArrayList<>();
        for (Class<?> type = matrix.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(TestFactory.class)) {
                    cells(matrix, method)
                            .filter(cell -> rows.contains(cell.getDisplayName()
                                    .substring(0, cell.getDisplayName().indexOf(' '))))
                            .forEach(cells::add);
                }
            }
        }
        if (cells.isEmpty()) {
            throw new AssertionError("The matrix has none of the rows " + rows + ".");
        }
        return cells;
    }

    @SuppressWarnings("unchecked") // All factories of the matrix return this type.
    private static Stream<DynamicTest> cells(FaultMatrix matrix, Method factory) {
        try {
            factory.setAccessible(true);
            return (Stream<DynamicTest>) factory.invoke(matrix);
        } catch (ReflectiveOperationException failed) {
            throw new LinkageError(factory.toString(), failed);
        }
    }
}
