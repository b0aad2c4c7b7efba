package io.github.partnercenter4j;

import io.github.partnercenter4j.port.ResourcePath;

/** What a client has learned of the update's path. Thread-safe. */
final class RouteMemory {

    private volatile boolean sdkRouteWorks;

    /** Returns the path to put to first. */
    ResourcePath first(UpdateRoute route) {
        return switch (route) {
            case DOCUMENTED -> ResourcePath.SUPPORT_PROFILE;
            case SDK -> ResourcePath.SUPPORT;
            case AUTO -> sdkRouteWorks ? ResourcePath.SUPPORT : ResourcePath.SUPPORT_PROFILE;
        };
    }

    /** Tells whether a refusal of the first path leaves another to try. */
    boolean hasSecond(UpdateRoute route, ResourcePath first) {
        return route == UpdateRoute.AUTO && first == ResourcePath.SUPPORT_PROFILE;
    }

    /** Keeps in mind that the documented path was refused and the SDKs' worked. */
    void rememberSdkRoute() {
        sdkRouteWorks = true;
    }
}
