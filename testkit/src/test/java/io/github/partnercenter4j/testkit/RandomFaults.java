package io.github.partnercenter4j.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Random input of clients: broken, careless or hostile, and sometimes correct. It depends only on the random numbers,
 * so a seed reproduces it. Immutable; a {@link Random} is not.
 */
final class RandomFaults {

    private static final String[] METHODS = {"GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "CONNECT", "get", "A"};
    private static final String[] LENGTHS = {"-1", "+5", "0x10", "5, 6", "", "99999999999999999999", "1048577", "7"};
    private static final String[] CHUNK_SIZES = {"", "-1", "fffffff", "100000000", "zz", "5;a=b", "05", "5 ", "100001"};

    private final List<String> good;
    private final String[] paths;
    private final byte[] hello;

    /** Uses valid requests of a fake as the base. */
    RandomFaults(FakePartnerCenter fake) {
        String token = "Authorization: Bearer " + fake.tokens().appPlusUser().value() + "\r\n";
        String json = token + "Content-Type: application/json\r\n";
        String form = "grant_type=refresh_token&client_id=" + fake.login().clientId() + "&client_secret="
                + fake.login().clientSecret() + "&refresh_token="
                + fake.login().issueRefreshToken();
        this.paths = new String[] {
            "/v1/profiles/support",
            "/v1/profiles/supportprofile",
            "/__admin/health",
            "/__admin/faults",
            "/__admin/tenants/x/profile",
            "/__admin/../v1/profiles/support",
            "/" + fake.tenant() + "/oauth2/v2.0/token",
            "/common/oauth2/token",
            "/" + fake.tenant() + "/oauth2/v2.0/devicecode",
            "/common/oauth2/v2.0/authorize?client_id=%zz&redirect_uri=:",
            "/common/v2.0/.well-known/openid-configuration",
            "/common/discovery/instance?authorization_endpoint=http://[",
            "/%00%ff/oauth2/",
            "*",
            "http://[::1",
        };
        this.good = List.of(
                request("GET", paths[0], token, ""),
                request("PUT", paths[0], json, "{\"email\":\"a@b.c\",\"telephone\":\"1\",\"website\":\"w\"}"),
                request("PUT", paths[1], json + "Expect: 100-continue\r\n", "{}"),
                "PUT /v1/profiles/support HTTP/1.1\r\nHost: h\r\n" + json
                        + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"ema\r\n8\r\nil\":\"x\"}\r\n0\r\nX: y\r\n\r\n",
                request("POST", paths[6], "Content-Type: application/x-www-form-urlencoded\r\n", form),
                request("GET", paths[10], "", ""));
        this.hello = hello(fake);
    }

    private static String request(String method, String path, String headers, String body) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return method + " " + path + " HTTP/1.1\r\nHost: h\r\n" + headers + length + "\r\n" + body;
    }

    /** Returns the start of a TLS connection. */
    private static byte[] hello(FakePartnerCenter fake) {
        try {
            SSLEngine engine = fake.sslContext().createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer wire = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), wire);
            byte[] bytes = new byte[wire.flip().remaining()];
            wire.get(bytes);
            return bytes;
        } catch (SSLException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Returns the input of one connection. */
    byte[] next(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> noise(random, 300);
            case 1 -> mutant(bytes(one(random)), random);
            case 2 -> bytes(hugeHead(random));
            case 3 -> bytes(lengthLie(random));
            case 4 -> bytes(chunkLie(random));
            case 5 -> pipeline(random);
            case 6 -> tls(random);
            case 7 -> bytes(elsewhere(random));
            case 8 -> cut(bytes(one(random)), random);
            default -> bytes(one(random));
        };
    }

    private String one(Random random) {
        return good.get(random.nextInt(good.size()));
    }

    private static byte[] noise(Random random, int most) {
        byte[] noise = new byte[random.nextInt(most)];
        random.nextBytes(noise);
        return noise;
    }

    /** Changes, removes or inserts bytes at one to four places. */
    private static byte[] mutant(byte[] original, Random random) {
        byte[] bytes = original;
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(bytes.length + 1);
            int until = Math.min(bytes.length, at + random.nextInt(4));
            ByteArrayOutputStream mutant = new ByteArrayOutputStream();
            mutant.write(bytes, 0, at);
            mutant.writeBytes(noise(random, 4));
            mutant.write(bytes, until, bytes.length - until);
            bytes = mutant.toByteArray();
        }
        return bytes;
    }

    private String hugeHead(Random random) {
        int size = 1 << (10 + random.nextInt(8));
        return switch (random.nextInt(3)) {
            case 0 -> "GET /" + "a".repeat(size) + " HTTP/1.1\r\nHost: h\r\n\r\n";
            case 1 -> request("GET", paths[0], "X-Long: " + "b".repeat(size) + "\r\n", "");
            default -> request("GET", paths[0], "X-Many: c\r\n".repeat(size / 11), "");
        };
    }

    private String lengthLie(Random random) {
        String length = random.nextBoolean() ? "" + random.nextInt(2_000_000) : LENGTHS[random.nextInt(LENGTHS.length)];
        String again = random.nextInt(4) == 0 ? "Content-Length: 3\r\n" : "";
        String coding = random.nextInt(4) == 0 ? "Transfer-Encoding: chunked\r\n" : "";
        return "PUT /v1/profiles/support HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n" + again + coding
                + "\r\n" + "{}".repeat(random.nextInt(100));
    }

    private static String chunkLie(Random random) {
        StringBuilder text = new StringBuilder("PUT /v1/profiles/support HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: ")
                .append(random.nextInt(8) == 0 ? "gzip, chunked" : "chunked")
                .append("\r\n\r\n");
        for (int chunk = random.nextInt(5); chunk >= 0; chunk--) {
            text.append(random.nextBoolean() ? "5" : CHUNK_SIZES[random.nextInt(CHUNK_SIZES.length)])
                    .append("\r\n")
                    .append("x".repeat(random.nextInt(4) == 0 ? random.nextInt(20) : 5))
                    .append(random.nextInt(8) == 0 ? "\n" : "\r\n");
        }
        return text + (random.nextBoolean() ? "0\r\n" + "T: t\r\n".repeat(random.nextInt(2_000)) + "\r\n" : "");
    }

    private byte[] pipeline(Random random) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int count = 2 + random.nextInt(20); count > 0; count--) {
            byte[] next = bytes(one(random));
            line.writeBytes(random.nextInt(20) == 0 ? mutant(next, random) : next);
        }
        return line.toByteArray();
    }

    private byte[] tls(Random random) {
        if (random.nextBoolean()) {
            return random.nextBoolean() ? cut(hello, random) : mutant(hello, random);
        }
        byte[] record = noise(random, 300);
        byte[] start = {22, 3, (byte) random.nextInt(5), (byte) random.nextInt(2), (byte) random.nextInt(256)};
        System.arraycopy(start, 0, record, 0, Math.min(start.length, record.length));
        return record;
    }

    private String elsewhere(Random random) {
        byte[] body = noise(random, 200);
        List<String> headers = new ArrayList<>(List.of("Content-Type: application/json\r\n", "Connection: close\r\n"));
        headers.add("Content-Type: application/x-www-form-urlencoded\r\n");
        return request(
                METHODS[random.nextInt(METHODS.length)],
                paths[random.nextInt(paths.length)],
                headers.get(random.nextInt(headers.size())),
                new String(body, StandardCharsets.ISO_8859_1));
    }

    private static byte[] cut(byte[] bytes, Random random) {
        return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
