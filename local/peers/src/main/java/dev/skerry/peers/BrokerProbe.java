package dev.skerry.peers;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks a broker, in Kafka's protocol (Metadata, version 2), which cluster it is of and which brokers are open for clients. */
final class BrokerProbe {

    private static final short METADATA = 3;
    private static final short VERSION = 2;
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int LARGEST_ANSWER_BYTES = 64 * 1024;

    private final int port;
    private final String clusterId;

    BrokerProbe(int port, String clusterId) {
        this.port = port;
        this.clusterId = clusterId;
    }

    /**
     * Whether the broker of that cluster answers on the port and lists itself.
     *
     * @throws IOException when nobody answers, or not in this protocol
     */
    boolean answers() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(request());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int size = in.readInt();
            if (size < 0 || size > LARGEST_ANSWER_BYTES) {
                throw new IOException("an answer of " + size + " bytes is none of this protocol");
            }
            byte[] body = new byte[size];
            in.readFully(body);
            return isReady(new DataInputStream(new ByteArrayInputStream(body)));
        }
    }

    private static byte[] request() {
        byte[] client = "skerry-probe".getBytes(StandardCharsets.UTF_8);
        int size = Short.BYTES * 3 + Integer.BYTES * 2 + client.length;
        return ByteBuffer.allocate(Integer.BYTES + size)
                .putInt(size)
                .putShort(METADATA)
                .putShort(VERSION)
                .putInt(1) // correlation
                .putShort((short) client.length)
                .put(client)
                .putInt(0) // no topics
                .array();
    }

    private boolean isReady(DataInputStream in) throws IOException {
        in.readInt(); // correlation
        boolean listed = false;
        for (int brokers = in.readInt(); brokers > 0; brokers--) {
            in.readInt(); // node id
            readString(in); // host
            listed |= in.readInt() == port;
            readString(in); // rack
        }
        return listed && clusterId.equals(readString(in));
    }

    private static @Nullable String readString(DataInputStream in) throws IOException {
        short length = in.readShort();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
