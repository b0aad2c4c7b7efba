package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.service.Seed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The issued grants: refresh tokens, authorization codes and device codes. Thread-safe; each use is atomic. */
public final class Grants {

    /** The limits of Entra. */
    private static final Duration UNUSED = Duration.ofDays(90);

    /** The limit for each kind of grant, because a fake may run for days. */
    static final int MOST = 5_000;

    private static final Duration CODE_LIFE = Duration.ofMinutes(10);
    static final Duration DEVICE_LIFE = Duration.ofMinutes(15);

    /**
     * A user code begins with two letters that no word has, and has no hexadecimal digit and no vowel, so {@code
     * Secrets} recognises it.
     */
    private static final String USER_CODE_BEGIN = "QX";

    private static final String USER_CODE_LETTERS = "GHJKLMNPQRSTVWXZ";
    private static final int USER_CODE_LENGTH = 9;

    private final InstantSource clock;
    private final SplittableRandom random;
    /** The token that was not used for the longest time is the first. */
    private final Map<String, Refresh> refreshTokens = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, Code> codes = new LinkedHashMap<>();
    private final Map<String, Device> devices = new LinkedHashMap<>();

    Grants(InstantSource clock, SplittableRandom random) {
        this.clock = clock;
        this.random = random;
    }

    private static final class Refresh {
        final SignIn signIn;
        Instant lastUsed;
        boolean expired;
        boolean revoked;
        boolean exchanged;
        boolean interaction;

        Refresh(SignIn signIn, Instant now) {
            this.signIn = signIn;
            this.lastUsed = now;
        }
    }

    private static final class Code {
        final SignIn signIn;
        final String redirectUri;
        final @Nullable String challenge;
        final boolean plain;
        final Instant end;
        boolean redeemed;

        Code(SignIn signIn, String redirectUri, @Nullable String challenge, boolean plain, Instant end) {
            this.signIn = signIn;
            this.redirectUri = redirectUri;
            this.challenge = challenge;
            this.plain = plain;
            this.end = end;
        }
    }

    private static final class Device {
        final SignIn signIn;
        final String userCode;
        final Instant end;
        int polls;

        @Nullable
        Boolean approved;

        Device(SignIn signIn, String userCode, Instant end) {
            this.signIn = signIn;
            this.userCode = userCode;
            this.end = end;
        }
    }

    /** Adds a grant, and forgets the first one if there are too many. */
    private static <G> void add(Map<String, G> grants, String value, G grant) {
        grants.put(value, grant);
        if (grants.size() > MOST) {
            Iterator<G> first = grants.values().iterator();
            first.next();
            first.remove();
        }
    }

    synchronized String issueRefreshToken(SignIn signIn) {
        String value = "0.A" + random();
        add(refreshTokens, value, new Refresh(signIn, clock.instant()));
        return value;
    }

    /** Uses a refresh token. The tenant is null if the client does not name one. */
    synchronized SignIn refresh(String value, App app, @Nullable String tenant, boolean detectReuse)
            throws RefusedException {
        Refresh token = refreshTokens.get(value);
        if (token == null) {
            throw new RefusedException(Aadsts.MALFORMED);
        }
        requireSame(token.signIn, app, tenant);
        Instant now = clock.instant();
        if (token.revoked) {
            throw new RefusedException(Aadsts.REVOKED);
        }
        if (token.expired || !now.isBefore(token.lastUsed.plus(UNUSED))) {
            throw new RefusedException(Aadsts.EXPIRED);
        }
        if (token.exchanged && detectReuse) {
            throw new RefusedException(Aadsts.GRANT_INVALID);
        }
        if (token.interaction) {
            throw new RefusedException(Aadsts.MFA_REQUIRED);
        }
        token.lastUsed = now;
        return token.signIn;
    }

    /** Marks a refresh token as exchanged, and issues the next one. */
    synchronized String exchange(String value) {
        Refresh token = refreshTokens.get(value);
        if (token == null) {
            throw new IllegalStateException("It was found before.");
        }
        token.exchanged = true;
        return issueRefreshToken(token.signIn);
    }

    /** Expires a refresh token. Returns false if there is no such token. */
    public synchronized boolean expire(String value) {
        Refresh token = refreshTokens.get(value);
        if (token != null) {
            token.expired = true;
        }
        return token != null;
    }

    /** Revokes the existing refresh tokens of a tenant. */
    public synchronized void revoke(String tenant) {
        for (Refresh token : refreshTokens.values()) {
            token.revoked |= token.signIn.tenant().equals(tenant);
        }
    }

    /** Refuses all existing refresh tokens: the user must use a second factor. */
    public synchronized void demandInteraction() {
        refreshTokens.values().forEach(token -> token.interaction = true);
    }

    synchronized String issueCode(SignIn signIn, String redirectUri, @Nullable String challenge, boolean plain) {
        String value = "0.C" + random();
        add(
                codes,
                value,
                new Code(signIn, redirectUri, challenge, plain, clock.instant().plus(CODE_LIFE)));
        return value;
    }

    synchronized SignIn redeem(
            String value,
            App app,
            @Nullable String tenant,
            @Nullable Scope asked,
            String redirectUri,
            @Nullable String verifier)
            throws RefusedException {
        Code code = codes.get(value);
        if (code == null) {
            throw new RefusedException(Aadsts.MALFORMED);
        }
        requireSame(code.signIn, app, tenant);
        if (code.redeemed) {
            throw new RefusedException(Aadsts.CODE_REDEEMED);
        }
        if (!clock.instant().isBefore(code.end)) {
            throw new RefusedException(Aadsts.CODE_EXPIRED);
        }
        if (!redirectUri.equals(code.redirectUri)) {
            throw new RefusedException(Aadsts.REDIRECT_MISMATCH);
        }
        if (code.challenge != null
                && (verifier == null || !code.challenge.equals(code.plain ? verifier : challenge(verifier)))) {
            throw new RefusedException(Aadsts.PKCE_MISMATCH);
        }
        requireCovered(code.signIn, asked);
        code.redeemed = true;
        return code.signIn;
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** The two codes of a device: the one for token requests, and the one for the user. */
    record DeviceCodes(String deviceCode, String userCode) {}

    synchronized DeviceCodes issueDeviceCode(SignIn signIn) {
        StringBuilder shown = new StringBuilder(USER_CODE_BEGIN);
        while (shown.length() < USER_CODE_LENGTH) {
            shown.append(USER_CODE_LETTERS.charAt(random.nextInt(USER_CODE_LETTERS.length())));
        }
        String kept = "0.D" + random();
        add(devices, kept, new Device(signIn, shown.toString(), clock.instant().plus(DEVICE_LIFE)));
        return new DeviceCodes(kept, shown.toString());
    }

    /** Approves or declines a device. Returns false if no device has this code. */
    public synchronized boolean decide(String userCode, boolean approved) {
        boolean found = false;
        for (Device device : devices.values()) {
            if (device.userCode.equalsIgnoreCase(userCode)) {
                device.approved = approved;
                found = true;
            }
        }
        return found;
    }

    synchronized SignIn poll(String deviceCode, App app, @Nullable String tenant, @Nullable Scope asked)
            throws RefusedException {
        Device device = devices.get(deviceCode);
        if (device == null) {
            throw new RefusedException(Aadsts.DEVICE_CODE_BAD);
        }
        requireSame(device.signIn, app, tenant);
        if (!clock.instant().isBefore(device.end)) {
            throw new RefusedException(Aadsts.DEVICE_CODE_EXPIRED);
        }
        device.polls++;
        if (Boolean.FALSE.equals(device.approved)) {
            throw new RefusedException(Aadsts.DEVICE_DECLINED);
        }
        // Without a decision, the device is approved at the second poll, so that a demonstration runs by itself.
        if (device.approved == null && device.polls < 2) {
            throw new RefusedException(Aadsts.DEVICE_PENDING);
        }
        requireCovered(device.signIn, asked);
        devices.remove(deviceCode);
        return device.signIn;
    }

    /** Forgets the codes of sign-ins and devices. Refresh tokens stay. */
    public synchronized void forgetPending() {
        codes.clear();
        devices.clear();
    }

    private static void requireSame(SignIn signIn, App app, @Nullable String tenant) throws RefusedException {
        if (!signIn.app().equals(app)) {
            throw new RefusedException(Aadsts.OTHER_CLIENT);
        }
        if (tenant != null && !tenant.equals(signIn.tenant())) {
            throw new RefusedException(Aadsts.OTHER_TENANT);
        }
    }

    /** A code is only for the API that was requested; a refresh token is for every API that the app may call. */
    private static void requireCovered(SignIn signIn, @Nullable Scope asked) throws RefusedException {
        if (!signIn.scope().covers(asked)) {
            throw new RefusedException(Aadsts.SCOPE_INVALID);
        }
    }

    /** Returns 48 bytes, which need no padding. */
    private String random() {
        return Seed.base64(random, 48, Base64.getUrlEncoder());
    }
}
