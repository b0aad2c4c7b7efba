package io.github.partnercenter4j.examples.launch;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.URI;

/** Makes a cloud with plain HTTP. Only the testkit can do that, so core must open a package to it. */
public final class MakePlainHttpCloud {

    private MakePlainHttpCloud() {}

    public static void main(String[] args) {
        System.out.println(FakePartnerCenter.cloudOverPlainHttp(URI.create("http://fake:8585")));
    }
}
