package io.github.partnercenter4j.architecture.api;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a type as in source code, with its type arguments and nullness. The text is the same on every JDK, unlike the
 * JDK's own.
 */
final class TypeText {

    private TypeText() {}

    static String of(AnnotatedType type) {
        String mark = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            // The annotation of an array stands before its brackets.
            return of(array.getAnnotatedGenericComponentType()) + (mark.isEmpty() ? "" : " " + mark) + "[]";
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            String arguments = Arrays.stream(generic.getAnnotatedActualTypeArguments())
                    .map(TypeText::of)
                    .collect(Collectors.joining(", ", "<", ">"));
            return mark + ((Class<?>) ((ParameterizedType) generic.getType()).getRawType()).getName() + arguments;
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            if (wildcard.getAnnotatedLowerBounds().length > 0) {
                return "? super " + of(wildcard.getAnnotatedLowerBounds()[0]);
            }
            String bound = of(wildcard.getAnnotatedUpperBounds()[0]);
            return bound.equals("java.lang.Object") ? "?" : "? extends " + bound;
        }
        return mark + type.getType().getTypeName();
    }
}
