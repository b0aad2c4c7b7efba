package io.github.partnercenter4j.testkit;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The references of a compiled class, from its constant pool: classes, and methods with their parameters. */
final class ClassReferences {

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int NAME_AND_TYPE = 12;

    private ClassReferences() {}

    /** Returns names such as {@code java/net/Socket} and {@code java/net/Socket.connect(Ljava/net/SocketAddress;)V}. */
    static Set<String> of(Path classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(classFile)));
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[][] entries = new int[count][];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[i] = in.readUTF();
                case CLASS, 8, 16, 19, 20 -> entries[i] = new int[] {tag, in.readUnsignedShort()};
                case 9, METHOD, 11, NAME_AND_TYPE, 17, 18 ->
                    entries[i] = new int[] {tag, in.readUnsignedShort(), in.readUnsignedShort()};
                case 3, 4 -> in.skipNBytes(4);
                case 15 -> in.skipNBytes(3);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> throw new IOException("constant of kind " + tag + " in " + classFile);
            }
        }
        Set<String> references = new TreeSet<>();
        for (int[] entry : entries) {
            if (entry != null && entry[0] == CLASS) {
                references.add(texts[entry[1]]);
            } else if (entry != null && entry[0] == METHOD) {
                int[] member = entries[entry[2]];
                references.add(texts[entries[entry[1]][1]] + "." + texts[member[1]] + texts[member[2]]);
            }
        }
        return references;
    }
}
