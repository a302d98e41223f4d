package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.OpenTransaction.Fate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenTransactionTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);
    private static final OpenTransaction OPEN = new OpenTransaction(PARTITION, 7, 5, 2, 100);

    @Test
    void anUnknownProducersTransactionHangs() {
        assertThat(OPEN.fate(Optional.empty())).isEqualTo(Fate.HANGING);
    }

    @ParameterizedTest
    @CsvSource({
        "EMPTY, HANGING",
        "COMPLETE_ABORT, HANGING",
        "COMPLETE_COMMIT, COMMITTED",
        "ONGOING, UNDER_WAY",
        "PREPARE_ABORT, UNDER_WAY",
        "PREPARE_COMMIT, UNDER_WAY",
        "PREPARE_EPOCH_FENCE, UNDER_WAY",
        "UNKNOWN, UNDER_WAY"
    })
    void itsOwnCoordinatorStateDecides(TransactionState state, Fate fate) {
        // Before KIP-890 an end leaves the epoch as it is, since then it raises it by one.
        assertThat(OPEN.fate(said(state, 5))).isEqualTo(fate);
        assertThat(OPEN.fate(said(state, 6))).isEqualTo(fate);
        assertThat(OPEN.fate(said(state, 5, PARTITION))).isEqualTo(fate);
        assertThat(OPEN.fate(said(state, 6, PARTITION))).isEqualTo(fate);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransactionState.class,
            names = {"EMPTY", "COMPLETE_ABORT", "COMPLETE_COMMIT", "ONGOING", "PREPARE_ABORT", "PREPARE_COMMIT"})
    void whatIsSaidOfALaterTransactionElsewhereDoesNotSpareIt(TransactionState state) {
        assertThat(OPEN.fate(said(state, 7))).isEqualTo(Fate.HANGING);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransactionState.class,
            names = {"ONGOING", "PREPARE_ABORT", "PREPARE_COMMIT", "PREPARE_EPOCH_FENCE", "UNKNOWN"})
    void theMarkersOfALaterTransactionInThePartitionAreAwaited(TransactionState state) {
        assertThat(OPEN.fate(said(state, 7, PARTITION))).isEqualTo(Fate.UNDER_WAY);
    }

    @Test
    void aProducerWithoutATransactionHoldsNoneOpen() {
        assertThat(OpenTransaction.of(PARTITION, producer(OptionalLong.empty())))
                .isEmpty();
        assertThat(OpenTransaction.of(PARTITION, producer(OptionalLong.of(100))))
                .contains(OPEN);
    }

    private static ProducerState producer(OptionalLong start) {
        return new ProducerState(7, 5, 40, 1_000, OptionalInt.of(2), start);
    }

    private static Optional<TransactionDescription> said(
            TransactionState state, int epoch, TopicPartition... partitions) {
        return Optional.of(
                new TransactionDescription(1, state, 7, epoch, 10_000, OptionalLong.empty(), Set.of(partitions)));
    }
}
