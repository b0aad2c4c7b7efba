package io.github.partnercenter4j.retrofit;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Stands where OkHttp wants a trust manager beside a socket factory. Trust is decided by the caller's
 * {@code SSLContext}, whose trust manager Java keeps to itself; this one is asked for certificate pinning only, which is
 * not used, and should it ever be asked, it trusts no one.
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
