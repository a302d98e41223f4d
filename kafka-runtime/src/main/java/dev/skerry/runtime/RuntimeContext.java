package dev.skerry.runtime;

/**
 * What the parts of the runtime share.
 *
 * @param service the service's name
 * @param prefix the installation's topic prefix; may be empty
 */
record RuntimeContext(String service, String prefix, AvroCodec codec, RuntimeMetrics metrics, Traces traces) {

    /** Without traces. */
    RuntimeContext(String service, String prefix, AvroCodec codec, RuntimeMetrics metrics) {
        this(service, prefix, codec, metrics, Traces.off());
    }
}
