package io.github.partnercenter4j.msal;

/**
 * Where a credential of an app comes from, which may be renewed while the program runs. A provider asks for each
 * request to the login service, and does not keep the value. If the login service refuses the credential, because it is
 * wrong or has expired, the provider asks once more. If the credential is another one by then, it sends the request once
 * more. Implementations must be thread-safe; they may block.
 *
 * @param <T> the kind of credential
 */
@FunctionalInterface
public interface CredentialSource<T> {

    /**
     * Returns the credential.
     *
     * @param refused whether the login service has just refused the credential; then a cache should be skipped
     * @return the credential. If this method throws, the request fails with {@code TOKEN_ENDPOINT_UNAVAILABLE} and the
     *     exception as its cause, or as it was refused
     */
    T get(boolean refused);
}
