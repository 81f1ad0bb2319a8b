import pytest
from django.db.models import Q

from planner.kit.one_of import one_of
from planner.models import Workspace
from tests.factories import WorkspaceFactory

ODD = 'it\'s {%s} \\ "障害" , NULL'


@pytest.fixture
def named(db):
    return [WorkspaceFactory(name=name) for name in ("a", ODD, "", "c")]


def found(*asked):
    return list(Workspace.objects.filter(*asked).order_by("pk"))


def test_rows_are_found_by_texts_and_by_numbers(named):
    assert found(one_of("name", ["a", ODD, "", "nobody's"])) == named[:3]
    assert found(one_of("pk", {one.pk for one in named[1:]})) == named[1:]


def test_it_stands_among_other_conditions(named):
    asked = Q(one_of("name", ["a", "c"])) & ~Q(name="c") | Q(one_of("pk", [named[2].pk]))
    assert found(asked) == [named[0], named[2]]


def test_none_is_one_of_nothing(named, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert found(one_of("name", [])) == []
    assert found(Q(one_of("name", [])) | Q(name="a")) == named[:1]


def test_thousands_are_asked_for_at_once(named, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert found(one_of("name", [f"{n}" for n in range(3000)])) == []
