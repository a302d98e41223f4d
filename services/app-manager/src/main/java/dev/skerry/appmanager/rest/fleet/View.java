package dev.skerry.appmanager.rest.fleet;

import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * One collection of the fleet API.
 *
 * @param noun what one of them is called
 * @param model where they are
 * @param key the key of one
 */
record View<T extends SpecificRecord>(String noun, ReadModel<T> model, Function<T, String> key) {

    /** @throws Problem 404 when it is not there */
    T one(String id) {
        return model.get(id)
                .orElseThrow(() -> Problem.unknown(
                        noun,
                        "there is no " + noun + " " + id,
                        "see the list for what there is; names are case-sensitive"));
    }
}
