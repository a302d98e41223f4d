package dev.skerry.local;

import java.util.Optional;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that a partition holds open.
 *
 * @param epoch its producer's when it wrote to the partition
 * @param coordinatorEpoch the newest that the partition knows
 * @param start the offset of its first record
 */
record OpenTransaction(TopicPartition partition, long producerId, int epoch, int coordinatorEpoch, long start) {

    /** What becomes of it. */
    enum Fate {
        /** The coordinator will end it, or may. */
        UNDER_WAY,
        /** The coordinator committed it, and the partition did not learn it: an abort would lose records. */
        COMMITTED,
        /** Nobody will end it, and nothing says that it was committed. */
        HANGING
    }

    static Optional<OpenTransaction> of(TopicPartition partition, ProducerState producer) {
        return producer.currentTransactionStartOffset().isPresent()
                ? Optional.of(new OpenTransaction(
                        partition,
                        producer.producerId(),
                        producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0),
                        producer.currentTransactionStartOffset().getAsLong()))
                : Optional.empty();
    }

    /**
     * Its fate by what the coordinator says of its producer. An end raises the producer's epoch by one (KIP-890; before that it stays
     * as it is): what is said at a still higher epoch is said of a later transaction.
     *
     * @param coordinator empty when no transactional id has this producer id any more
     */
    Fate fate(Optional<TransactionDescription> coordinator) {
        if (coordinator.isEmpty()) {
            return Fate.HANGING;
        }
        TransactionDescription said = coordinator.get();
        TransactionState state = said.state();
        boolean ended = switch (state) {
            case EMPTY, COMPLETE_ABORT, COMPLETE_COMMIT -> true;
            case ONGOING, PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE, UNKNOWN -> false;
        };
        boolean later = said.producerEpoch() > epoch + 1;
        if (!ended) {
            // The markers of a later transaction in this partition end this one too.
            return later && !said.topicPartitions().contains(partition) && state != TransactionState.UNKNOWN
                    ? Fate.HANGING
                    : Fate.UNDER_WAY;
        }
        return state == TransactionState.COMPLETE_COMMIT && !later ? Fate.COMMITTED : Fate.HANGING;
    }

    AbortTransactionSpec abort() {
        return new AbortTransactionSpec(partition, producerId, (short) epoch, coordinatorEpoch);
    }
}
