/** A fake Partner Center for tests: in memory and over HTTP. Brings the client's core and nothing else. */
module io.github.partnercenter4j.testkit {
    requires transitive io.github.partnercenter4j.core;
    requires static org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.github.partnercenter4j.testkit;
    exports io.github.partnercenter4j.testkit.behaviour;
    exports io.github.partnercenter4j.testkit.junit;

    uses io.github.partnercenter4j.testkit.door.FurtherDoor;

    provides io.github.partnercenter4j.testkit.door.FurtherDoor with
            io.github.partnercenter4j.testkit.admin.EmbeddedAdmin;
}
