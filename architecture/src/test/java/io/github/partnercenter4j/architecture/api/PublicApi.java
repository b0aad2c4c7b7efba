package io.github.partnercenter4j.architecture.api;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the public API of a module as text: the public and protected members of the public types in its exported
 * packages. Each has one line, in an order that does not depend on the JDK. So each change of the API is a line of a
 * diff.
 */
final class PublicApi {

    private final List<String> lines = new ArrayList<>();

    private PublicApi() {}

    /**
     * Returns the API of the module that {@code type} is in. All packages of a jar without a module descriptor are
     * public, and the package of the type is its name.
     */
    static String of(Class<?> type) throws IOException, ReflectiveOperationException {
        Path place = placeOf(type);
        PublicApi api = new PublicApi();
        Optional<ModuleDescriptor> descriptor = ModuleFinder.of(place).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(found -> !found.isAutomatic())
                .findFirst();
        Predicate<String> exported = descriptor.map(PublicApi::exported).orElse(name -> true);
        api.lines.add(
                descriptor.map(found -> "module " + found.name()).orElse("automatic module " + type.getPackageName()));
        descriptor.ifPresent(api::requires);
        for (String name : classNames(place)) {
            if (exported.test(name.substring(0, name.lastIndexOf('.')))) {
                api.type(Class.forName(name, false, type.getClassLoader()));
            }
        }
        return String.join("\n", api.lines) + "\n";
    }

    private static Predicate<String> exported(ModuleDescriptor descriptor) {
        return descriptor.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet())::contains;
    }

    private void requires(ModuleDescriptor descriptor) {
        for (ModuleDescriptor.Requires requires : new TreeSet<>(descriptor.requires())) {
            if (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE)) {
                lines.add("  requires transitive " + requires.name());
            }
        }
    }

    private static Path placeOf(Class<?> type) throws ReflectiveOperationException {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException broken) {
            throw new ReflectiveOperationException(broken);
        }
    }

    private static Set<String> classNames(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return classNamesBelow(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return classNamesBelow(jar.getPath("/"));
        }
    }

    private static Set<String> classNamesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name ->
                            name.endsWith(".class") && name.contains("/") && !name.endsWith("package-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void type(Class<?> type) {
        if (!reachable(type)) {
            return;
        }
        lines.add("");
        lines.add(head(type));
        Set<String> members = new TreeSet<>();
        if (type.isRecord()) {
            lines.add("  record components (" + components(type) + ")");
        }
        // Callers see the members of a superclass that is not public as members of this type.
        for (Class<?> from = type; from != null && (from == type || !reachable(from)); from = from.getSuperclass()) {
            Arrays.stream(from.getDeclaredFields()).filter(PublicApi::seen).forEach(field -> members.add(field(field)));
            Arrays.stream(from.getDeclaredMethods())
                    .filter(PublicApi::seen)
                    .forEach(method -> members.add(method(method)));
        }
        Arrays.stream(type.getDeclaredConstructors())
                .filter(PublicApi::seen)
                .forEach(constructor -> members.add(constructor(constructor)));
        if (type.isEnum()) {
            Arrays.stream(type.getDeclaredFields())
                    .filter(Field::isEnumConstant)
                    .forEach(constant -> lines.add("  constant " + constant.getName()));
        }
        members.forEach(member -> lines.add("  " + member));
    }

    /** Returns whether a type and its enclosing types can be used from outside. */
    private static boolean reachable(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            boolean open = Modifier.isPublic(at.getModifiers())
                    || (Modifier.isProtected(at.getModifiers()) && !closed(at.getEnclosingClass()));
            if (!open || at.isAnonymousClass() || at.isLocalClass()) {
                return false;
            }
        }
        return true;
    }

    private static boolean seen(Member member) {
        if (member.isSynthetic() || (member instanceof Field field && field.isEnumConstant())) {
            return false;
        }
        return Modifier.isPublic(member.getModifiers())
                || (Modifier.isProtected(member.getModifiers()) && !closed(member.getDeclaringClass()));
    }

    /** Returns whether no other code can extend the type. Then its protected members are not part of the API. */
    private static boolean closed(Class<?> type) {
        return Modifier.isFinal(type.getModifiers())
                || type.isSealed()
                || Arrays.stream(type.getDeclaredConstructors())
                        .noneMatch(made ->
                                Modifier.isPublic(made.getModifiers()) || Modifier.isProtected(made.getModifiers()));
    }

    private static String head(Class<?> type) {
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        StringBuilder text = new StringBuilder(marks(type.getAnnotations()));
        text.append(
                modifiers(type.getModifiers() & ~(Modifier.INTERFACE | (type.isInterface() ? Modifier.ABSTRACT : 0))));
        text.append(type.isSealed() ? "sealed " : "").append(kind).append(' ');
        text.append(type.getName()).append(variables(type.getTypeParameters()));
        AnnotatedType parent = type.getAnnotatedSuperclass();
        if (parent != null && parent.getType() != Object.class && !type.isEnum() && !type.isRecord()) {
            text.append(" extends ").append(TypeText.of(parent));
        }
        String interfaces = Arrays.stream(type.getAnnotatedInterfaces())
                .map(TypeText::of)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!interfaces.isEmpty() && !type.isAnnotation()) {
            text.append(type.isInterface() ? " extends " : " implements ").append(interfaces);
        }
        if (type.isSealed()) {
            text.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(Class::getName)
                    .sorted()
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
        return text.toString();
    }

    private static String components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map((RecordComponent part) -> TypeText.of(part.getAnnotatedType()) + " " + part.getName())
                .collect(Collectors.joining(", "));
    }

    private static String field(Field field) {
        return marks(field.getAnnotations())
                + modifiers(field.getModifiers())
                + TypeText.of(field.getAnnotatedType())
                + " "
                + field.getName();
    }

    private static String constructor(Constructor<?> made) {
        return marks(made.getAnnotations())
                + modifiers(made.getModifiers())
                + spaced(variables(made.getTypeParameters()))
                + made.getDeclaringClass().getSimpleName()
                + rest(made);
    }

    private static String method(Method method) {
        Object preset = method.getDefaultValue();
        String value = preset == null ? "" : preset instanceof Object[] all ? Arrays.toString(all) : preset.toString();
        return marks(method.getAnnotations())
                + modifiers(method.getModifiers() & ~(Modifier.SYNCHRONIZED | Modifier.NATIVE))
                + (method.isDefault() ? "default " : "")
                + spaced(variables(method.getTypeParameters()))
                + TypeText.of(method.getAnnotatedReturnType())
                + " "
                + method.getName()
                + rest(method)
                + (preset == null ? "" : " default " + value);
    }

    private static String rest(Executable member) {
        AnnotatedType[] types = member.getAnnotatedParameterTypes();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            String text = TypeText.of(types[i]);
            boolean last = i == types.length - 1;
            parameters.add(
                    last && member.isVarArgs() ? text.substring(0, text.length() - "[]".length()) + "..." : text);
        }
        String thrown = Arrays.stream(member.getAnnotatedExceptionTypes())
                .map(TypeText::of)
                .sorted()
                .collect(Collectors.joining(", "));
        return "(" + String.join(", ", parameters) + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String spaced(String text) {
        return text.isEmpty() ? "" : text + " ";
    }

    private static String modifiers(int modifiers) {
        int told = modifiers & (Modifier.classModifiers() | Modifier.methodModifiers() | Modifier.fieldModifiers());
        return spaced(Modifier.toString(told & ~(Modifier.TRANSIENT | Modifier.VOLATILE | Modifier.STRICT)));
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(variable -> variable.getName()
                                + Arrays.stream(variable.getAnnotatedBounds())
                                        .map(TypeText::of)
                                        .filter(bound -> !bound.equals("java.lang.Object"))
                                        .collect(Collectors.joining(" & "))
                                        .transform(bounds -> bounds.isEmpty() ? "" : " extends " + bounds))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    /**
     * Returns the annotations that matter to the compiler or to a framework. {@code TypeText} writes the nullness of
     * types.
     */
    private static String marks(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .map(annotation -> annotation.annotationType())
                .filter(type -> !type.getName().startsWith("org.junit"))
                .map(type -> "@" + type.getSimpleName() + " ")
                .sorted()
                .collect(Collectors.joining());
    }
}
