package io.github.partnercenter4j;

import io.github.partnercenter4j.port.ResourcePath;

/** Remembers which update path the service accepts. Thread-safe. */
final class RouteMemory {

    private volatile boolean sdkRouteWorks;

    /** Returns the path to try first. */
    ResourcePath first(UpdateRoute route) {
        return switch (route) {
            case DOCUMENTED -> ResourcePath.SUPPORT_PROFILE;
            case SDK -> ResourcePath.SUPPORT;
            case AUTO -> sdkRouteWorks ? ResourcePath.SUPPORT : ResourcePath.SUPPORT_PROFILE;
        };
    }

    /** Returns whether there is a second path to try. */
    boolean hasSecond(UpdateRoute route, ResourcePath first) {
        return route == UpdateRoute.AUTO && first == ResourcePath.SUPPORT_PROFILE;
    }

    /** Remembers that the service refused the documented path and accepted the SDKs' path. */
    void rememberSdkRoute() {
        sdkRouteWorks = true;
    }
}
