/** What people write: documents of the kinds Site, Machine, Cluster and App, checked field by field and turned into request events. */
@NullMarked
package dev.skerry.appmanager.rest.documents;

import org.jspecify.annotations.NullMarked;
