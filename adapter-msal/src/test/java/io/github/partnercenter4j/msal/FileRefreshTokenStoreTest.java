package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRefreshTokenStoreTest {

    private static final String CANARY = "canary-refresh-token";
    private static final RefreshToken TOKEN = RefreshToken.confidential(CANARY);

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("tokens");
    }

    private RefreshTokenStore storeReplacing(FileRefreshTokenStore.Replacement replacement) {
        return new FileRefreshTokenStore(path(), replacement, folder.resolve("no-list"));
    }

    /** Returns the files of the folder, without the one that is locked. */
    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().endsWith(".lock"))
                    .toList();
        }
    }

    @Test
    void save_ofSeveralTenants_isLoadedByAnotherStore() {
        RefreshTokenStore store = RefreshTokenStore.file(path());
        store.save("a.example", TOKEN);
        store.save("b.example", RefreshToken.publicClient("other"));
        store.save("a.example", RefreshToken.confidential("newer"));

        RefreshTokenStore another = RefreshTokenStore.file(path());

        assertThat(another.load("a.example")).isEqualTo(RefreshToken.confidential("newer"));
        assertThat(another.load("b.example")).isEqualTo(RefreshToken.publicClient("other"));
        assertThat(another.load("c.example")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a.example\nb.example PUBLIC planted", "A.example", "caf\u00e9.example"})
    void save_invalidTenant_isRefusedAndKeepsTheOthers(String tenant) {
        RefreshTokenStore store = RefreshTokenStore.file(path());
        store.save("a.example", TOKEN);

        assertThatThrownBy(() -> store.save(tenant, TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tenant must be");

        assertThat(store.load("a.example")).isEqualTo(TOKEN);
        assertThat(store.load("b.example")).isNull();
    }

    @Test
    void load_withoutAFile_isNull() {
        assertThat(RefreshTokenStore.file(path()).load("a.example")).isNull();
    }

    @Test
    void save_always_isReadableForTheOwnerOnlyAndLeavesOneFile() throws Exception {
        RefreshTokenStore store = RefreshTokenStore.file(path());

        store.save("a.example", TOKEN);
        store.save("a.example", RefreshToken.confidential("newer"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly(path());
    }

    @Test
    void save_throughALink_keepsTheLink() throws Exception {
        Path real = folder.resolve("real");
        RefreshTokenStore.file(real).save("a.example", TOKEN);
        Files.createSymbolicLink(path(), real);

        RefreshTokenStore.file(path()).save("a.example", RefreshToken.confidential("newer"));

        assertThat(Files.isSymbolicLink(path())).isTrue();
        assertThat(RefreshTokenStore.file(real).load("a.example")).isEqualTo(RefreshToken.confidential("newer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"absolute", "relative", "chain"})
    void save_linkToAMissingFile_createsThatFile(String how) throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Path real = volume.resolve("real");
        switch (how) {
            case "absolute" -> Files.createSymbolicLink(path(), real);
            case "relative" -> Files.createSymbolicLink(path(), Path.of("volume", "real"));
            default -> {
                Files.createSymbolicLink(volume.resolve("next"), Path.of("real"));
                Files.createSymbolicLink(path(), volume.resolve("next"));
            }
        }

        RefreshTokenStore store = RefreshTokenStore.file(path());
        store.check("a.example");
        store.save("a.example", TOKEN);

        assertThat(Files.isSymbolicLink(path())).isTrue();
        assertThat(Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(RefreshTokenStore.file(real).load("a.example")).isEqualTo(TOKEN);
    }

    @Test
    void check_linkToAMissingFolder_messageNamesTheFolder() throws Exception {
        Path volume = folder.resolve("not-mounted");
        Files.createSymbolicLink(path(), volume.resolve("real"));

        assertThatThrownBy(() -> RefreshTokenStore.file(path()).check("a.example"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(path() + " (a link to " + volume.resolve("real") + ")")
                .hasMessageContaining("check that its folder exists");
    }

    @Test
    void save_throughALinkToItself_isRefused() throws Exception {
        Files.createSymbolicLink(path(), path());

        assertThatThrownBy(() -> RefreshTokenStore.file(path()).save("a.example", TOKEN))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(path().toString());
    }

    @Test
    void load_emptyFile_isNullAndASaveSetsItsPermissions() throws Exception {
        Files.createFile(path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        RefreshTokenStore store = RefreshTokenStore.file(path());

        assertThat(store.load("a.example")).isNull();
        store.check("a.example");
        store.save("a.example", TOKEN);

        assertThat(store.load("a.example")).isEqualTo(TOKEN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    /** A file that is itself a mount point cannot be replaced. */
    @Test
    void saveAndCheck_fileCannotBeReplaced_messageSaysToMountTheFolder() {
        RefreshTokenStore.file(path()).save("a.example", TOKEN);
        RefreshTokenStore store = storeReplacing((fresh, target) -> {
            throw new FileSystemException(fresh.toString(), target.toString(), "Device or resource busy");
        });

        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> store.check("a.example"), () -> store.save("a.example", RefreshToken.confidential("newer")))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(path().toString())
                    .hasMessageContaining("Device or resource busy")
                    .hasMessageContaining("mount its folder")
                    .hasMessageNotContaining(CANARY);
        }
        assertThat(store.load("a.example")).isEqualTo(TOKEN);
    }

    @Test
    void check_validFile_doesNotChangeIt() throws Exception {
        RefreshTokenStore store = RefreshTokenStore.file(path());
        store.check("a.example");
        assertThat(files()).isEmpty();
        store.save("a.example", TOKEN);

        store.check("b.example");

        assertThat(store.load("a.example")).isEqualTo(TOKEN);
        assertThat(files()).containsExactly(path());
    }

    @Test
    void check_whileAnotherProcessSaves_losesNothing() throws Exception {
        RefreshTokenStore another = RefreshTokenStore.file(path());
        another.save("a.example", TOKEN);
        Path saved = folder.resolve("saved");
        RefreshTokenStore.file(saved).save("b.example", TOKEN);
        RefreshTokenStore store = storeReplacing((fresh, target) -> {
            // Another process, on a file system without locks.
            Files.move(saved, path(), StandardCopyOption.ATOMIC_MOVE);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        });

        store.check("a.example");

        assertThat(another.load("b.example")).isEqualTo(TOKEN);
        assertThat(files()).containsExactly(path());
    }

    /** Uses a list in the format of Linux's /proc/self/mountinfo. */
    @ParameterizedTest
    @ValueSource(strings = {"tokens", "of a \\ tenant"})
    void check_fileIsAMountPoint_messageSaysToMountTheFolder(String name) throws Exception {
        Path file = folder.toRealPath().resolve(name);
        RefreshTokenStore.file(file).save("a.example", TOKEN);
        String point = file.toString().replace("\\", "\\134").replace(" ", "\\040");
        Path mounts = folder.resolve("mounts");
        RefreshTokenStore store = new FileRefreshTokenStore(
                file,
                (fresh, target) -> Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING),
                Files.writeString(
                        mounts,
                        "22 27 0:21 / /proc rw - proc proc rw\n36 35 98:0 /mnt1 " + point + "-not rw - ext3 /x rw\n"));

        store.check("a.example");
        Files.writeString(mounts, "36 35 98:0 /mnt1 " + point + " rw,noatime master:1 - ext3 /dev/root rw\n");

        assertThatThrownBy(() -> store.check("a.example"))
                .isInstanceOf(UnusableStoreException.class)
                .hasMessageContaining(file + " is itself a mount point")
                .hasMessageContaining("mount its folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "link to a folder", "socket"})
    void path_notAFile_isRefused(String what) throws Exception {
        switch (what) {
            case "folder" -> Files.createDirectory(path());
            case "socket" ->
                ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(path()))
                        .close();
            default -> Files.createSymbolicLink(path(), Files.createDirectory(folder.resolve("real")));
        }
        RefreshTokenStore store = RefreshTokenStore.file(path());
        List<Path> before = files();

        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> store.load("a.example"), () -> store.check("a.example"), () -> store.save("b.example", TOKEN))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(UnusableStoreException.class)
                    .hasMessageContaining(path().toString())
                    .hasMessageContaining("path of a file");
        }
        assertThat(files()).isEqualTo(before);
    }

    /** Shutting an executor down must not lose the only valid token. */
    @Test
    void save_threadIsInterrupted_keepsTheTokenAndTheInterruptFlag() {
        RefreshTokenStore store = RefreshTokenStore.file(path());
        Thread.currentThread().interrupt();

        try {
            store.save("a.example", TOKEN);
            store.check("a.example");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(store.load("a.example")).isEqualTo(TOKEN);
    }

    @Test
    void check_folderIsMissing_failsWithTheReason() {
        assertThatThrownBy(
                        () -> RefreshTokenStore.file(folder.resolve("missing").resolve("tokens"))
                                .check("a.example"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("check that its folder exists and is writable.");
    }

    @Test
    void save_fileCannotBeReplaced_leavesNoOtherFile() throws Exception {
        RefreshTokenStore store = storeReplacing((fresh, target) -> {
            throw new FileSystemException(fresh.toString(), target.toString(), "No space left on device");
        });

        assertThatThrownBy(() -> store.save("a.example", TOKEN))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(path().toString())
                .hasMessageNotContaining(CANARY);

        assertThat(files()).isEmpty();
    }

    @Test
    void save_processWasKilledBefore_deletesItsFileAndNoOther() throws Exception {
        AtomicReference<Path> killed = new AtomicReference<>();
        RefreshTokenStore store = storeReplacing((fresh, target) -> {
            killed.set(fresh);
            throw new FileSystemException("killed");
        });
        assertThatThrownBy(() -> store.save("a.example", TOKEN)).isInstanceOf(UncheckedIOException.class);
        Path left = Files.writeString(killed.get(), CANARY);
        List<Path> others = List.of(
                folder.resolve(".tokens.5.123.new"),
                folder.resolve(".tokens.mine.new"),
                folder.resolve(".tokens.123.new.bak"),
                folder.resolve("tokens.123.new"),
                folder.resolve(".tokenss123.new"));
        for (Path other : others) {
            Files.writeString(other, "");
        }
        for (Path file : files()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
        // Another process may be writing this one, on a file system without locks.
        Path fresh = Files.writeString(folder.resolve(".tokens.1.new"), CANARY);

        RefreshTokenStore.file(path()).save("a.example", TOKEN);

        assertThat(left).doesNotExist();
        assertThat(files()).contains(path(), fresh).containsAll(others).hasSize(2 + others.size());
    }

    @Test
    void save_folderIsMissing_failsWithTheReason() {
        RefreshTokenStore store =
                RefreshTokenStore.file(folder.resolve("missing").resolve("tokens"));

        assertThatThrownBy(() -> store.save("a.example", TOKEN))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("check that its folder exists and is writable.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "r--r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
    void file_othersCanReadOrWrite_isRefused(String mode) throws Exception {
        RefreshTokenStore store = RefreshTokenStore.file(path());
        store.save("a.example", TOKEN);
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(mode));

        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> store.load("a.example"), () -> store.check("a.example"), () -> store.save("b.example", TOKEN))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(path().toString())
                    .hasMessageContaining(mode)
                    .hasMessageContaining("600");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx--x--x"})
    void file_onlyTheOwnerCanRead_isAccepted(String mode) throws Exception {
        RefreshTokenStore store = RefreshTokenStore.file(path());
        store.save("a.example", TOKEN);
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(mode));

        store.check("a.example");
        assertThat(store.load("a.example")).isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "something else\n",
                "partnercenter4j refresh tokens, version 1\na.example CONFIDENTIAL " + CANARY,
                "partnercenter4j refresh tokens, version 1\na.example CONFIDENTIAL " + CANARY + " more\n",
                "partnercenter4j refresh tokens, version 1\na.example " + CANARY + " CONFIDENTIAL\n",
                "partnercenter4j refresh tokens, version 1\na.example CONFIDENTIAL " + CANARY + "\u00e9\n",
                "partnercenter4j refresh tokens, version 1\n" + CANARY + "\n"
            })
    void load_damagedFile_namesThePathAndNotTheContents(String text) throws Exception {
        Files.createFile(path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path(), text);

        assertThatThrownBy(() -> RefreshTokenStore.file(path()).load("a.example"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(path() + " is broken")
                .hasMessageContaining("run the consent again")
                .hasMessageNotContaining(CANARY)
                .hasNoCause();
    }

    @Test
    void save_twoStoresAtOnce_keepTheTenantsOfEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<?>[] racers = IntStream.range(0, 2)
                    .mapToObj(racer -> CompletableFuture.runAsync(
                            () -> {
                                RefreshTokenStore store = RefreshTokenStore.file(path());
                                for (int i = 0; i < 100; i++) {
                                    store.save("a.example", RefreshToken.confidential("of-" + racer + "-" + i));
                                    store.save("t" + racer + "-" + i, TOKEN);
                                }
                            },
                            threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(racers).get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        RefreshTokenStore store = RefreshTokenStore.file(path());
        RefreshToken last = store.load("a.example");

        for (int i = 0; i < 100; i++) {
            assertThat(store.load("t0-" + i)).isEqualTo(TOKEN);
            assertThat(store.load("t1-" + i)).isEqualTo(TOKEN);
        }
        assertThat(last).isNotNull();
        assertThat(last.value()).matches("of-[01]-99");
        assertThat(files()).containsExactly(path());
    }

    @Test
    void save_whileAnotherStoreHoldsTheLock_waits() throws Exception {
        RefreshTokenStore store = RefreshTokenStore.file(path());
        store.save("a.example", TOKEN);

        CompletableFuture<Void> saved = FolderLock.holding(path(), new FileAttribute<?>[0], () -> {
            CompletableFuture<Void> later =
                    CompletableFuture.runAsync(() -> store.save("a.example", RefreshToken.confidential("newer")));
            assertThat(store.load("a.example")).isEqualTo(TOKEN);
            assertThat(later).isNotDone();
            return later;
        });

        saved.get(20, TimeUnit.SECONDS);
        assertThat(RefreshTokenStore.file(path()).load("a.example")).isEqualTo(RefreshToken.confidential("newer"));
    }

    @Test
    void check_lockFileCannotBeOpened_messageNamesIt() throws Exception {
        Path lock = Files.createDirectory(folder.resolve(".tokens.lock"));

        assertThatThrownBy(() -> RefreshTokenStore.file(path()).check("a.example"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(path() + " could not be written (" + lock + ": ");
    }

    @Test
    void load_fileWithTimes_keepsThem() {
        RefreshTokenStore store = RefreshTokenStore.file(path());
        Instant time = Instant.parse("2026-11-28T10:00:00.5Z");
        store.save("a.example", TOKEN.withIssuedAt(time));
        store.save("b.example", TOKEN);

        assertThat(Objects.requireNonNull(RefreshTokenStore.file(path()).load("a.example"))
                        .issuedAt())
                .isEqualTo(time);
        assertThat(Objects.requireNonNull(RefreshTokenStore.file(path()).load("b.example"))
                        .issuedAt())
                .isNull();
    }

    @Test
    void toString_always_hidesTokens() {
        RefreshTokenStore memory = RefreshTokenStore.inMemory();
        memory.save("a.example", TOKEN);
        RefreshTokenStore file = RefreshTokenStore.file(path());
        file.save("a.example", TOKEN);

        assertThat(TOKEN + " " + memory + " " + file).doesNotContain(CANARY);
        assertThat(memory.load("a.example")).isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "with\nline", "\u00e9"})
    void refreshToken_invalid_isRefusedWithoutShowingIt(String value) {
        assertThatThrownBy(() -> RefreshToken.confidential(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("refresh token must")
                .hasMessageNotContaining("with space")
                .hasMessageNotContaining("line");
    }
}
