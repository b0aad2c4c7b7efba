/** The token port of partnercenter4j on MSAL4J. */
module io.github.partnercenter4j.msal {
    requires transitive io.github.partnercenter4j.core;
    requires com.microsoft.aad.msal4j;
    // MSAL4J has no descriptor of its own to say that it needs these two.
    requires com.azure.json;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.github.partnercenter4j.msal;
}
