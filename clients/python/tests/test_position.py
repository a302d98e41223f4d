import pytest

from skerry_client.position import Position, PositionError


def test_a_reader_goes_on_behind_what_it_has_done(tmp_path):
    file = tmp_path / "position.json"
    position = Position(file, "one")
    assert position.next("a.b.c", 3) == 0
    position.passed("a.b.c", 3, 41)
    position.save()
    again = Position(file, "one")
    assert again.next("a.b.c", 3) == 42
    assert again.next("a.b.c", 0) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["position.json"]


def test_a_position_in_other_brokers_is_refused(tmp_path):
    file = tmp_path / "position.json"
    Position(file, "one").save()
    with pytest.raises(PositionError, match="cluster: is one, these brokers are two; delete"):
        Position(file, "two")


@pytest.mark.parametrize("content", ["", "[]", "{}", "5"])
def test_what_is_no_position_is_refused(tmp_path, content):
    file = tmp_path / "position.json"
    file.write_text(content)
    with pytest.raises(PositionError, match="is no position"):
        Position(file, "one")
