/** The token provider of partnercenter4j with MSAL4J. */
module io.github.partnercenter4j.msal {
    requires transitive io.github.partnercenter4j.core;
    requires com.microsoft.aad.msal4j;
    // MSAL4J needs these two, but has no module descriptor that requires them.
    requires com.azure.json;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.github.partnercenter4j.msal;
}
