/** The service of docs/spring-boot.md, and its tests. */
package com.example.support;
