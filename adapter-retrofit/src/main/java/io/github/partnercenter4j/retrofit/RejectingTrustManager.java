package io.github.partnercenter4j.retrofit;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * A placeholder: OkHttp requires a trust manager in addition to a socket factory. The caller's {@code SSLContext}
 * decides about trust, and Java does not give access to its trust manager. OkHttp would use this one only for
 * certificate pinning, which is off. It trusts no certificate.
 */
final class RejectingTrustManager implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("Trust is decided by the SSLContext.");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("Trust is decided by the SSLContext.");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
