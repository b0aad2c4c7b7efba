package io.github.partnercenter4j.examples.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Loads the whole project again, with one changed source. Libraries and the JDK are shared. */
final class Mutant extends ClassLoader {

    private static final String OURS = "io.github.partnercenter4j.";

    private final Path changed;

    private Mutant(Path changed) {
        super(Mutant.class.getClassLoader());
        this.changed = changed;
    }

    /**
     * Compiles the changed source.
     *
     * @param into an empty directory
     */
    static Mutant of(Mutation mutation, Path into) throws IOException {
        JavaCompiler compiler =
                Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no compiler: run this on a JDK");
        StringWriter complaints = new StringWriter();
        List<String> options = List.of(
                "-d", into.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-implicit:none");
        String text = mutation.broken();
        URI name = mutation.file().toUri();
        JavaFileObject source = new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        if (!compiler.getTask(complaints, null, null, options, null, List.of(source))
                .call()) {
            throw new AssertionError(mutation + " does not compile: " + complaints);
        }
        return new Mutant(into);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try {
            Path mutated = changed.resolve(file);
            byte[] bytes = Files.exists(mutated) ? Files.readAllBytes(mutated) : unchanged(file);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException failed) {
            throw new ClassNotFoundException(name, failed);
        }
    }

    private byte[] unchanged(String file) throws IOException {
        try (InputStream in = getParent().getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is not on the class path.");
            }
            return in.readAllBytes();
        }
    }
}
