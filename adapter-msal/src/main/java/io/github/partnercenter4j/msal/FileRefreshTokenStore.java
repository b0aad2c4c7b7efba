package io.github.partnercenter4j.msal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file with a header line and one line for each tenant, "tenant KIND token" and perhaps the time of issue. A save is
 * locked against other processes and threads. A load waits for nobody, because the file is replaced atomically.
 */
final class FileRefreshTokenStore implements RefreshTokenStore {

    private static final String FIRST_LINE = "partnercenter4j refresh tokens, version 1";

    /** Less strict than the provider's check. It only makes sure that a tenant is one word. */
    private static final Pattern TENANT = Pattern.compile("[a-z0-9.-]+");

    private static final int MOST_LINKS = 40;

    private static final Duration LONGEST_SAVE = Duration.ofHours(1);

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path path;
    private final Replacement replacement;
    private final Path mounts;

    /** Replaces a file by another one atomically. */
    interface Replacement {
        void replace(Path fresh, Path target) throws IOException;
    }

    FileRefreshTokenStore(Path path) {
        this(
                path,
                (fresh, target) -> Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE),
                Path.of("/proc/self/mountinfo"));
    }

    FileRefreshTokenStore(Path path, Replacement replacement, Path mounts) {
        this.path = path.toAbsolutePath();
        this.replacement = replacement;
        this.mounts = mounts;
    }

    @Override
    public @Nullable RefreshToken load(String tenant) {
        try {
            return read().get(tenant);
        } catch (IOException unreadable) {
            throw failed("read", unreadable, "check that it is a file and that this process may read it.");
        }
    }

    @Override
    public void save(String tenant, RefreshToken token) {
        save(tenant, stored -> true, token);
    }

    @Override
    public boolean save(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
        return save(tenant, stored -> Objects.equals(stored, expected), token);
    }

    private boolean save(String tenant, Predicate<@Nullable RefreshToken> replaces, RefreshToken token) {
        requireTenant(tenant);
        try {
            requireFile();
            Path target = target();
            return FolderLock.holding(target, forTheOwner(), () -> {
                Map<String, RefreshToken> tokens = read();
                boolean saves = replaces.test(tokens.get(tenant));
                if (saves) {
                    tokens.put(tenant, token);
                    deleteLeftovers(target);
                    put(text(tokens), besides(target), target);
                }
                return saves;
            });
        } catch (IOException unwritable) {
            throw failed("written", unwritable, "check that its folder exists and is writable.");
        }
    }

    /**
     * Tries a save with another file in the same folder, and deletes that file afterwards. The file itself is only
     * read, because another process may be saving it.
     */
    @Override
    public void check(String tenant) {
        requireTenant(tenant);
        try {
            var unused = read();
            Path target = target();
            requireNotMounted(target);
            var unusedResult = FolderLock.holding(target, forTheOwner(), () -> {
                Path standIn = besides(target);
                try {
                    put(text(Map.of()), besides(target), standIn);
                } finally {
                    Files.deleteIfExists(standIn);
                }
                return true;
            });
        } catch (IOException unwritable) {
            throw failed("written", unwritable, "check that its folder exists and is writable.");
        }
    }

    private static void requireTenant(String tenant) {
        if (!TENANT.matcher(tenant).matches()) {
            // Such a name would break the file for all tenants.
            throw new IllegalArgumentException("tenant must be a GUID or a domain, in lower case");
        }
    }

    private Map<String, RefreshToken> read() throws IOException {
        Map<String, RefreshToken> tokens = new TreeMap<>();
        requireFile();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException none) {
            return tokens;
        }
        if (bytes.length == 0) {
            // An empty file may have been created beforehand. It has no secret yet. The first save gives it the right
            // permissions.
            return tokens;
        }
        requireOwnersAlone();
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(FIRST_LINE) || !lines[lines.length - 1].isEmpty()) {
            throw broken("it is not a file of refresh tokens, or it is not complete");
        }
        for (int i = 1; i < lines.length - 1; i++) {
            String[] parts = lines[i].split(" ", -1);
            if (parts.length < 3 || parts.length > 4) {
                throw broken("line " + (i + 1) + " does not have three or four parts");
            }
            try {
                RefreshToken token = RefreshToken.of(ClientKind.valueOf(parts[1]), parts[2]);
                tokens.put(parts[0], parts.length == 3 ? token : token.withIssuedAt(Instant.parse(parts[3])));
            } catch (IllegalArgumentException | DateTimeParseException invalid) {
                // Without the cause, which would quote the line.
                throw broken("line " + (i + 1) + " has an unknown kind, a broken token or a broken time");
            }
        }
        return tokens;
    }

    private void requireOwnersAlone() throws IOException {
        if (isPosix()) {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(path);
            if (!Collections.disjoint(granted, OF_OTHERS)) {
                throw new UnusableStoreException(
                        "The refresh tokens' file " + path + " can be read or written by others ("
                                + PosixFilePermissions.toString(granted)
                                + "): set it to mode 600, and revoke the partner's sessions if others may have read it.");
            }
        }
    }

    /** Throws if the path is not a file. Reading a pipe would block, and a device would be replaced by a file. */
    private void requireFile() {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new UnusableStoreException("The refresh tokens' file " + path
                    + " is a folder, a device or the like: give the path of a file.");
        }
    }

    /**
     * Throws if the file is a mount point, according to Linux's list of mounts. Without such a list, only a save shows
     * it.
     */
    private void requireNotMounted(Path target) {
        try (Stream<String> lines = Files.lines(mounts)) {
            String point = escaped(target.toRealPath().toString());
            if (lines.map(line -> line.split(" ", -1)).anyMatch(parts -> parts.length > 4 && parts[4].equals(point))) {
                throw new UnusableStoreException("The refresh tokens' file " + named()
                        + " is itself a mount point, so it cannot be replaced: mount its folder instead.");
            }
        } catch (IOException | UncheckedIOException unknown) {
            // There is no list, no file yet, or a name in another charset.
        }
    }

    /** Escapes a path in the same way as the list of mounts. */
    private static String escaped(String path) {
        return path.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    private static String text(Map<String, RefreshToken> tokens) {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        tokens.forEach((tenant, token) -> text.append(tenant)
                .append(' ')
                .append(token.kind())
                .append(' ')
                .append(token.value())
                .append(token.issuedAt() == null ? "" : " " + token.issuedAt())
                .append('\n'));
        return text.toString();
    }

    /**
     * Deletes files of saves that a crash ended: they have tokens too. Younger files stay, because another process may be
     * writing them if the file system has no locks.
     */
    private static void deleteLeftovers(Path target) {
        Pattern name = Pattern.compile(Pattern.quote("." + target.getFileName() + ".") + "[0-9]+\\.new");
        Instant limit = Instant.now().minus(LONGEST_SAVE);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(
                target.getParent(),
                file -> name.matcher(file.getFileName().toString()).matches()
                        && Files.getLastModifiedTime(file).toInstant().isBefore(limit))) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        } catch (IOException | DirectoryIteratorException undeletable) {
            // The save of the new token matters more. The next save tries this again.
        }
    }

    private void put(String text, Path fresh, Path target) throws IOException {
        try {
            // Uses a stream: an interrupt would close a channel before the token is on the disk.
            try (OutputStream out = Files.newOutputStream(fresh, StandardOpenOption.WRITE, StandardOpenOption.SYNC)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            replace(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void replace(Path fresh, Path target) throws IOException {
        try {
            replacement.replace(fresh, target);
        } catch (IOException irreplaceable) {
            throw failed("replaced", irreplaceable, "if the file is itself a mount point, mount its folder instead.");
        }
    }

    /** Returns the file behind a link, even if it does not exist yet. So the link stays, and its target is replaced. */
    private Path target() throws IOException {
        Path target = path;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** Creates an empty file in the same folder, readable only for its owner. */
    private Path besides(Path target) throws IOException {
        return Files.createTempFile(target.getParent(), "." + target.getFileName() + ".", ".new", forTheOwner());
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

    private UncheckedIOException failed(String what, IOException why, String check) {
        String reason = why instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : why.getClass().getSimpleName();
        String where =
                why instanceof FileSystemException known && isLock(known.getFile()) ? known.getFile() + ": " : "";
        return new UncheckedIOException(
                "The refresh tokens' file " + named() + " could not be " + what + " (" + where + reason + "): " + check,
                why);
    }

    private static boolean isLock(@Nullable String file) {
        return file != null && file.endsWith(".lock");
    }

    /** Returns the path for messages, with the target of a link. */
    private String named() {
        try {
            Path target = target();
            return path.equals(target) ? path.toString() : path + " (a link to " + target + ")";
        } catch (IOException endless) {
            return path.toString();
        }
    }

    private UnusableStoreException broken(String how) {
        return new UnusableStoreException("The refresh tokens' file " + path + " is broken: " + how
                + ". Delete it and run the consent again, or restore a copy.");
    }

    @Override
    public String toString() {
        return "RefreshTokenStore[file " + path + "]";
    }
}
