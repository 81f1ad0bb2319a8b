"""How every form looks, whoever renders it."""

from django import forms


class Letting(forms.Form):
    days = forms.IntegerField(label="Days", max_value=10, help_text="At most 10.")
    why = forms.CharField(label="Why", required=False, widget=forms.Textarea)
    urgent = forms.BooleanField(label="Urgent", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "Alert"), ("q", "Question")], widget=forms.RadioSelect
    )
    epic = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        raise forms.ValidationError("The cycle is closed.")


def test_field_stands_in_its_own_block_with_its_label() -> None:
    shown = Letting()["days"].as_field_group()
    assert '<div class="field' in shown
    assert '<label for="id_days">Days</label>' in shown
    assert '<div class="help" id="id_days_helptext">At most 10.</div>' in shown


def test_field_that_may_stay_empty_says_so() -> None:
    assert '<span class="optional">optional</span>' in Letting()["why"].as_field_group()
    assert "optional" not in Letting()["days"].as_field_group()


def test_error_stands_at_its_field_and_is_tied_to_it() -> None:
    shown = Letting({"days": "99"})["days"].as_field_group()
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_days_helptext id_days_error"' in shown
    assert 'class="errors" id="id_days_error"' in shown


def test_error_of_the_whole_form_stands_above_the_fields() -> None:
    shown = str(Letting({"days": "3"}))
    assert 'class="notice bad" role="alert"' in shown
    assert shown.index("The cycle is closed.") < shown.index("id_days")


def test_check_box_stands_before_its_words() -> None:
    shown = Letting()["urgent"].as_field_group()
    assert shown.index("<input") < shown.index("<span>Urgent</span>")


def test_radio_buttons_are_a_group_with_a_legend() -> None:
    shown = Letting()["kind"].as_field_group()
    assert "<legend>Kind</legend>" in shown
    assert shown.count('class="choice"') == 2


def test_hidden_field_is_there_once_and_without_a_label() -> None:
    assert str(Letting()).count('name="epic"') == 1
    assert 'for="id_epic"' not in str(Letting())
