package io.github.partnercenter4j.msal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line a tenant, "tenant KIND token", below a line that says what the file is. Its methods exclude each other. */
final class FileRefreshTokenStore implements RefreshTokenStore {

    private static final String FIRST_LINE = "partnercenter4j refresh tokens, version 1";

    /** Looser than the provider's check, but one word of a line. */
    private static final Pattern TENANT = Pattern.compile("[a-z0-9.-]+");

    private final Path path;

    FileRefreshTokenStore(Path path) {
        this.path = path.toAbsolutePath();
    }

    @Override
    public synchronized @Nullable RefreshToken load(String tenant) {
        try {
            return read().get(tenant);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The refresh tokens' file " + path + " could not be read.", unreadable);
        }
    }

    @Override
    public synchronized void save(String tenant, RefreshToken token) {
        if (!TENANT.matcher(tenant).matches()) {
            // It would break the file for all the others.
            throw new IllegalArgumentException("tenant must be a GUID or a domain, in lower case");
        }
        try {
            Map<String, RefreshToken> tokens = read();
            tokens.put(tenant, token);
            write(tokens);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(
                    "The refresh tokens' file " + path + " could not be written: is its folder there and writable?",
                    unwritable);
        }
    }

    private Map<String, RefreshToken> read() throws IOException {
        Map<String, RefreshToken> tokens = new TreeMap<>();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException none) {
            return tokens;
        }
        refuseIfOthersMayRead();
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(FIRST_LINE) || !lines[lines.length - 1].isEmpty()) {
            throw broken("it is not such a file, or not a whole one");
        }
        for (int i = 1; i < lines.length - 1; i++) {
            String[] parts = lines[i].split(" ", -1);
            if (parts.length != 3) {
                throw broken("line " + (i + 1) + " does not have three parts");
            }
            try {
                tokens.put(parts[0], RefreshToken.of(ClientKind.valueOf(parts[1]), parts[2]));
            } catch (IllegalArgumentException invalid) {
                // Not a cause: it would quote the line.
                throw broken("line " + (i + 1) + " has an unknown kind or a broken token");
            }
        }
        return tokens;
    }

    private void refuseIfOthersMayRead() throws IOException {
        if (isPosix()) {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(path);
            if (granted.contains(PosixFilePermission.GROUP_READ) || granted.contains(PosixFilePermission.OTHERS_READ)) {
                throw new IllegalStateException("The refresh tokens' file " + path + " can be read by others ("
                        + PosixFilePermissions.toString(granted)
                        + "): set it to mode 600, and revoke the partner's sessions if somebody may have read it.");
            }
        }
    }

    private void write(Map<String, RefreshToken> tokens) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        tokens.forEach((tenant, token) -> text.append(tenant)
                .append(' ')
                .append(token.kind())
                .append(' ')
                .append(token.value())
                .append('\n'));
        // A link stays one: what it points to is replaced.
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path fresh = Files.createTempFile(target.getParent(), "." + target.getFileName() + ".", ".new", forTheOwner());
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private FileAttribute<?>[] forTheOwner() {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private IllegalStateException broken(String how) {
        return new IllegalStateException("The refresh tokens' file " + path + " is broken: " + how
                + ". Delete it and run the consent again, or put back a copy.");
    }

    @Override
    public String toString() {
        return "RefreshTokenStore[file " + path + "]";
    }
}
