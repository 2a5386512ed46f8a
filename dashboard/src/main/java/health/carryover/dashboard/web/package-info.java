/**
 * The web pages: files from the class path, read once. Pages hold no data of their own; their
 * scripts ask the API. Must not know the API.
 */
@NullMarked
package health.carryover.dashboard.web;

import org.jspecify.annotations.NullMarked;
