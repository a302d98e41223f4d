package dev.skerry.runtime;

import java.util.function.BiConsumer;

/** A sorted map of texts to bytes that outlives its host: changes last when the input that led to them is committed. */
interface EntryStore {

    void put(String key, byte[] value);

    void delete(String key);

    /** Every entry, in the order of the keys' bytes. */
    void all(BiConsumer<String, byte[]> entry);

    /** The entries whose key begins so, in the order of the keys' bytes. */
    void under(String prefix, BiConsumer<String, byte[]> entry);
}
