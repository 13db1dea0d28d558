"""What each command answers from the bundled vocabularies, in each of its forms."""

import csv
import io
import json

import pytest

from tests.api.cli_runner import Run

VASKE_SIG = "4d46bd94-9518-431c-82e8-ebb91bca307a"
OLD_FSIII = "http://kl.dk/fhir/common/caresocial/CodeSystem/FSIII"


class TestSchemes:
    def test_a_scheme_says_its_system_and_the_release_of_the_day(self, samsprog: Run) -> None:
        found = {
            scheme["name"]: scheme for scheme in samsprog("schemes --as-of 2023-08-01 --format json").json
        }

        assert found["fsiii"]["system"] == "urn:oid:1.2.208.176.2.21"
        assert OLD_FSIII in found["fsiii"]["aliases"]
        assert found["fsiii"]["release"] == "1.1.0"
        assert found["fsiii"]["concepts"] == 335
        assert found["ltt"]["release"] is None

    def test_people_get_a_table(self, samsprog: Run) -> None:
        lines = samsprog("schemes --as-of 2026-01-01").out.splitlines()

        assert lines[0].split() == ["name", "release", "concepts", "system", "title"]
        assert any(line.split()[:3] == ["fsiii", "2.3.0", "414"] for line in lines)


class TestReleases:
    def test_a_release_holds_until_the_next_begins(self, samsprog: Run) -> None:
        found = samsprog("releases fsiii --as-of 2024-06-10 --format json").json

        assert [release["release"] for release in found][:3] == ["1.0.0", "1.1.0", "2.0.0"]
        assert found[2]["validity"] == {"from": "2024-06-03", "to": "2024-06-13"}
        assert [release["release"] for release in found if release["current"]] == ["2.0.0"]

    def test_what_was_not_known_then_is_not_there(self, samsprog: Run) -> None:
        found = samsprog("releases fsiii --known-at 2023-12-31 --format json").json

        assert [release["release"] for release in found] == ["1.0.0", "1.1.0"]

    def test_every_scheme_is_asked_when_none_is_named(self, samsprog: Run) -> None:
        assert {row[0] for row in samsprog("releases --format tsv").rows} >= {"fsiii", "ffb", "law"}


class TestShow:
    def test_a_concept_has_the_documented_keys(self, samsprog: Run) -> None:
        found = samsprog("show fsiii@2.3.0 J1.1 --format json").json

        assert list(found) == [
            "scheme", "system", "release", "code", "notation", "term", "kind", "status", "uri", "ordinal", "definition",
            "notations", "labels", "notes", "path", "broader", "narrower", "replacedBy", "reason", "validity",
            "properties", "history",
        ]  # fmt: skip

    @pytest.mark.parametrize("code", ["J1.1", VASKE_SIG])
    def test_any_notation_names_it(self, samsprog: Run, code: str) -> None:
        found = samsprog("show", "fsiii@2.3.0", code, "--format", "json").json

        assert (found["code"], found["notation"], found["term"]) == (VASKE_SIG, "J1.1", "Vaske sig")
        assert [(n["code"], n["role"]) for n in found["notations"]] == [
            (VASKE_SIG, "current"),
            ("J1.1", "legacy"),
        ]

    @pytest.mark.parametrize("name", ["fsiii", "FSIII", "urn:oid:1.2.208.176.2.21", OLD_FSIII])
    def test_a_scheme_goes_by_name_uri_and_former_uri(self, samsprog: Run, name: str) -> None:
        assert samsprog("show", f"{name}@1.1.0", "J1.1", "--format", "json").json["scheme"] == "fsiii"

    @pytest.mark.parametrize(
        "edition",
        ["fsiii@1.1.0", "fsiii --release 1.1.0", "fsiii@1.1.0 --release 1.1.0", "fsiii --as-of 2023-08-01"],
    )
    def test_release_and_day_pick_the_edition(self, samsprog: Run, edition: str) -> None:
        scheme, *options = edition.split()

        found = samsprog("show", scheme, "B1", *options, "--format", "json").json

        assert (found["release"], found["term"]) == ("1.1.0", "Ingen/ubetydelige begrænsninger")

    def test_the_history_tells_the_change_of_term_and_code(self, samsprog: Run) -> None:
        history = {e["release"]: e for e in samsprog("show fsiii@2.3.0 B1 --format json").json["history"]}

        assert history["1.1.0"]["concepts"][0]["term"] == "Ingen/ubetydelige begrænsninger"
        assert history["1.1.0"]["safe"]
        assert [step["change"] for step in history["1.1.0"]["steps"]] == ["recoded", "renamed"]
        assert history["2.3.0"]["steps"] == []

    def test_people_read_the_change_at_the_release_that_brought_it(self, samsprog: Run) -> None:
        lines = samsprog("show fsiii@2.3.0 B1").out.splitlines()

        assert "    1.1.0  B1  Ingen/ubetydelige begrænsninger" in lines
        assert "    2.0.0  B1  0  (recoded, renamed)" in lines

    def test_a_deprecated_concept_names_its_successor(self, samsprog: Run) -> None:
        found = samsprog("show law SEL-50 --as-of 2024-06-01 --format json").json

        assert found["status"] == "deprecated"
        assert [concept["code"] for concept in found["replacedBy"]] == ["BL-20"]
        assert found["validity"] == {"from": None, "to": "2024-01-01"}

    def test_narrower_concepts_are_listed(self, samsprog: Run) -> None:
        assert "    J1.1  Vaske sig" in samsprog("show fsiii@2.3.0 J1").out.splitlines()


class TestSearch:
    def test_hits_say_how_they_were_found(self, samsprog: Run) -> None:
        hits = samsprog("search hukommelse --scheme fsiii@2.3.0 --format json").json

        assert hits[0]["notation"] == "J4.2"
        assert (hits[0]["match"], hits[0]["label"], hits[0]["labelKind"]) == (
            "exact",
            "Hukommelse",
            "preferred",
        )
        assert hits == sorted(hits, key=lambda hit: -hit["score"])

    def test_kind_and_value_set_narrow(self, samsprog: Run) -> None:
        rows = samsprog("search saar --scheme fsiii --kind intervention --format tsv").rows
        members = samsprog("search vaske --value-set KLConditionCodesFSIII --format json").json

        assert {row[5] for row in rows} == {"intervention"}
        assert {hit["scheme"] for hit in members} == {"fsiii"}
        assert {hit["kind"] for hit in members} == {"state"}

    def test_the_limit_is_kept(self, samsprog: Run) -> None:
        assert len(samsprog("search e --limit 3 --format tsv").rows) == 3

    def test_nothing_found_is_told_by_the_exit_code(self, samsprog: Run) -> None:
        found = samsprog("search qxqxqxqx --format json")

        assert (found.code, found.json) == (1, [])

    @pytest.mark.parametrize(
        ("text", "said"), [("qxqx qxqx", "nothing found for 'qxqx qxqx'"), (" ", "nothing to search for")]
    )
    @pytest.mark.parametrize("form", ["text", "csv"])
    def test_nothing_found_is_said(self, samsprog: Run, text: str, said: str, form: str) -> None:
        """Nothing at all was printed: a person could not tell it from a search that never ran."""
        found = samsprog("search", text, "--format", form)

        assert (found.code, len(found.out.splitlines())) == (1, form == "csv")
        assert said in found.err


class TestExpand:
    def test_members_count_once_however_many_codes_they_have(self, samsprog: Run) -> None:
        old = samsprog("expand KLSeverities@1.1.0 --format json").json
        new = samsprog("expand KLSeverities@2.3.0 --format json").json

        assert (old["total"], new["total"]) == (12, 12)
        assert new["valueSet"] == "KLSeverities"
        assert new["release"] == "2.3.0"
        assert new["releases"] == {"ffb": "2.3.0", "fsiii": "2.3.0"}
        assert {"B1", "9c5cfb57-a498-40e5-98a7-792bf5fb205b"} in [set(m["notations"]) for m in new["members"]]

    def test_a_moved_branch_stays_in_the_set_and_brings_the_concept_it_moved_below(
        self, samsprog: Run
    ) -> None:
        old, new = (
            {member["code"]: member["term"] for member in found["members"]}
            for found in (
                samsprog(f"expand KLEncounterTypes@{release} --format json").json
                for release in ("2.3.0", "2.4.0")
            )
        )

        assert (len(old), len(new)) == (7, 8)
        assert old.items() <= new.items()
        assert [new[code] for code in new.keys() - old.keys()] == ["udførelse af indsats"]

    def test_text_kind_offset_and_limit_narrow_and_the_total_tells(self, samsprog: Run) -> None:
        every = samsprog("expand KLConditionCodesFSIII@2.3.0 --text smerte --format json").json
        page = samsprog(
            "expand KLConditionCodesFSIII@2.3.0 --text smerte --offset 1 --limit 1 --format json"
        ).json
        none = samsprog("expand KLConditionCodesFSIII@2.3.0 --kind intervention --format json").json

        assert page["total"] == every["total"] > 1
        assert page["members"] == every["members"][1:2]
        assert (none["total"], none["members"]) == (0, [])

    def test_what_could_not_be_answered_is_told(self, samsprog: Run) -> None:
        found = samsprog("expand KLComplicationCodesSCT@2.3.0 --format json")

        assert found.code == 1
        (unresolved,) = found.json["unresolved"]
        assert unresolved["rule"] == "SPV02"
        assert "http://snomed.info/sct is not held" in unresolved["message"]
        assert unresolved["remedy"]

    def test_a_version_ends_when_the_next_begins(self, samsprog: Run) -> None:
        """Version 1.0.0 was shown as open, though 1.1.0 took its place on the day its release ended."""
        (release, *_) = samsprog("releases fsiii --format json").json
        version = samsprog("expand KLConditionCodesFSIII@1.0.0 --limit 0 --format json").json
        listed = samsprog("expand --as-of 2023-07-01 --format json").json

        assert release["validity"]["to"] == "2023-07-10"
        assert version["validity"]["to"] == "2023-07-10"
        assert {v["validity"]["to"] for v in listed if v["valueSet"] == "KLConditionCodesFSIII"} == {
            "2023-07-10"
        }

    def test_without_a_name_value_sets_are_listed(self, samsprog: Run) -> None:
        listed = samsprog("expand --as-of 2025-07-01 --format json").json

        assert len(listed) == 57
        assert set(listed[0]) == {"valueSet", "uri", "release", "title", "edition", "validity"}


class TestResolve:
    def test_an_answer_has_the_documented_keys(self, samsprog: Run) -> None:
        (answer,) = samsprog("resolve --to fsiii@2.3.0 J1.1 --format json").json

        assert list(answer) == [
            "input", "outcome", "targets", "path", "releases", "message", "form", "source", "review",
            "suggestions",
        ]  # fmt: skip
        assert list(answer["targets"][0]) == [
            "scheme", "system", "code", "notation", "term", "relation", "confidence", "kind", "status",
        ]  # fmt: skip
        assert answer["releases"] == {"fsiii": "2.3.0"}

    @pytest.mark.parametrize(
        ("options", "form", "steps"),
        [
            ("J1.1", "legacy", ["notation"]),
            (VASKE_SIG, "current", []),
            (f"--system {OLD_FSIII} J1.1", "legacy", ["system", "notation"]),
        ],
    )
    def test_the_answer_says_how_the_code_was_given(
        self, samsprog: Run, options: str, form: str, steps: list[str]
    ) -> None:
        (answer,) = samsprog(f"resolve --to fsiii@2.3.0 {options} --format json").json

        assert (answer["outcome"], answer["form"]) == ("exact", form)
        assert answer["targets"][0]["code"] == VASKE_SIG
        assert [step["kind"] for step in answer["path"]] == steps

    def test_a_local_code_comes_with_its_map(self, samsprog: Run) -> None:
        system = "http://ehealth.sundhed.dk/cs/fs3-group-selfcare"
        (answer,) = samsprog(f"resolve --system {system} --to fsiii WASH --format json").json

        assert (answer["outcome"], answer["targets"][0]["notation"]) == ("exact", "J1.1")
        (step,) = [step for step in answer["path"] if step["kind"] == "map"]
        assert (step["map"], step["row"], step["relation"]) == ("ehealth-fsiii", 1, "exact")
        assert answer["releases"]["ehealth-fsiii"] == step["version"]

    def test_a_state_and_an_intervention_of_one_name_are_told_apart_by_kind(self, samsprog: Run) -> None:
        words = "resolve", "--to", "fsiii@2.3.0", "--input", "terms", "--format", "json", "Personlig pleje"
        (both,) = samsprog(*words).json
        (narrowed,) = samsprog(*words, "--kind", "intervention").json

        assert both["outcome"] == "ambiguous"
        assert {target["kind"] for target in both["targets"]} == {"state", "intervention"}
        assert {target["kind"] for target in narrowed["targets"]} == {"intervention"}

    def test_one_input_that_is_not_resolved_makes_the_exit_code_1(self, samsprog: Run) -> None:
        found = samsprog("resolve --to fsiii J1.1 XX --format json")

        assert found.code == 1
        assert [answer["outcome"] for answer in found.json] == ["exact", "unknown-code"]

    def test_csv_repeats_the_input_for_each_candidate_and_keeps_those_without(self, samsprog: Run) -> None:
        out = samsprog("resolve --to fsiii J1.1 XX --format csv").out
        rows = list(csv.DictReader(io.StringIO(out)))

        assert [(row["input"], row["outcome"], row["term"]) for row in rows] == [
            ("J1.1", "exact", "Vaske sig"),
            ("XX", "unknown-code", ""),
        ]

    def test_people_see_the_way_and_what_it_rests_on(self, samsprog: Run) -> None:
        lines = samsprog("resolve --to fsiii@2.3.0 J1.1").out.splitlines()

        assert lines == [
            "J1.1  exact",
            "  fsiii J1.1  Vaske sig  (exact, state)",
            f"    code {VASKE_SIG}",
            f"    notation J1.1 is the legacy key of {VASKE_SIG}",
            "    rests on fsiii 2.3.0",
        ]


class TestBulk:
    def test_codes_are_read_from_stdin_in_order_among_arguments(self, samsprog: Run) -> None:
        found = samsprog("resolve --to fsiii I1 - J2 --format jsonl", stdin="\ufeffJ1.1\r\n\n  J1.2 \n")

        assert [json.loads(line)["input"] for line in found.out.splitlines()] == ["I1", "J1.1", "J1.2", "J2"]

    def test_answers_come_while_codes_are_still_read(
        self, samsprog: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The third line is only asked for when the first is answered."""
        from api.cli import main

        printed: list[str] = []

        def lines() -> object:
            yield "J1.1\n"
            yield "J1.2\n"
            printed.append(capsys.readouterr().out)
            yield "J1.3\n"

        monkeypatch.setattr("sys.stdin", lines())
        assert main(["resolve", "--to", "fsiii", "-", "--format", "jsonl"]) == 0

        assert json.loads(printed[0].splitlines()[0])["input"] == "J1.1"

    def test_the_last_unknown_code_is_answered_as_the_first(self, samsprog: Run) -> None:
        """Near names were looked for a hundred times, so the next unknown code got another message than alone."""
        alone = samsprog("resolve --to fsiii@1.1.0 J1.11 --format json").json[0]

        found = samsprog("resolve --to fsiii@1.1.0 - --format json", stdin="J1.11\n" * 150).json

        assert found == [alone] * 150
        assert alone["message"].endswith("near: J1.1, G1.11, H1.11")
        assert alone["suggestions"][0] == {
            "scheme": "fsiii",
            "system": "urn:oid:1.2.208.176.2.21",
            "code": "J1.1",
            "notation": "J1.1",
            "term": "Vaske sig",
            "kind": "state",
        }

    def test_no_input_is_an_empty_answer(self, samsprog: Run) -> None:
        assert samsprog("resolve --to fsiii - --format json").json == []

    def test_terms_are_read_from_stdin(self, samsprog: Run) -> None:
        found = samsprog("resolve --to fsiii --input terms - --format json", stdin="vaske  sig\n").json

        assert [answer["form"] for answer in found] == ["term"]

    def test_ten_thousand_codes_are_answered(self, samsprog: Run) -> None:
        found = samsprog("resolve --to fsiii - --format tsv", stdin="J1.1\nJ1.2\n" * 5000)

        assert len(found.rows) == 10_000

    def test_bytes_that_are_no_utf8_are_named_with_line_and_remedy(self, samsprog: Run) -> None:
        found = samsprog(
            "resolve --to fsiii --input terms - --format jsonl", stdin="vaske sig\ns\xf8vn\n".encode("latin1")
        )

        assert found.code == 2
        assert "stdin, line 2: byte 0xf8 is not UTF-8" in found.err
        assert "iconv" in found.err


class TestTranslate:
    def test_two_maps_are_joined_over_the_shared_concept(self, samsprog: Run) -> None:
        (answer,) = samsprog("translate --from domus-example --to fasit-example 0101 --format json").json

        assert (answer["outcome"], answer["targets"][0]["code"]) == ("exact", "MG01")
        assert [step["map"] for step in answer["path"] if step["kind"] == "map"] == ["domus-ffb", "fasit-ffb"]
        assert answer["targets"][0]["confidence"] == pytest.approx(0.855)

    def test_a_narrower_code_stays_so(self, samsprog: Run) -> None:
        found = samsprog("translate --from domus-example --to fasit-example 0102 --format tsv")

        assert found.rows[0][1] == "broader"


class TestDiff:
    def test_the_recoding_of_fsiii_adds_and_removes_no_doubles(self, samsprog: Run) -> None:
        found = samsprog("diff fsiii@1.1.0 fsiii@2.0.0 --format json").json

        assert (found["from"]["release"], found["to"]["release"]) == ("1.1.0", "2.0.0")
        assert found["summary"]["recoded"] == 227
        assert found["from"]["concepts"] + found["summary"]["added"] - found["summary"]["removed"] == 404
        assert len([c for c in found["changes"] if c["change"] == "recoded"]) == 227

    def test_value_sets_that_changed_are_told(self, samsprog: Run) -> None:
        found = samsprog("diff fsiii@1.1.0 fsiii@2.0.0 --format json").json

        gained = {change["valueSet"]: change["gained"] for change in found["valueSets"]}
        assert gained["KLConditionCodesFSIII"]

    def test_the_new_release_may_be_left_out(self, samsprog: Run) -> None:
        found = samsprog("diff fsiii@1.0.0 --as-of 2023-08-01 --format json").json

        assert found["to"]["release"] == "1.1.0"

    @pytest.mark.parametrize(
        ("words", "ends"),
        [
            ("diff fsiii --as-of 2024-06-10", ["1.1.0", "2.0.0"]),
            ("diff fsiii fsiii@1.1.0", ["1.0.0", "1.1.0"]),
            ("diff FSIII fsiii@2.0.0", ["1.1.0", "2.0.0"]),
        ],
    )
    def test_without_the_old_release_it_is_the_one_before(
        self, samsprog: Run, words: str, ends: list[str]
    ) -> None:
        """`diff fsiii` compared the release of the day with itself and found, in good order, nothing."""
        found = samsprog(f"{words} --format json").json

        assert [found[end]["release"] for end in ("from", "to")] == ends

    def test_before_the_release_of_a_digest_is_the_one_before_too(self, samsprog: Run) -> None:
        digest = samsprog("releases fsiii --format json").json[1]["digest"][:20]

        found = samsprog(f"diff fsiii fsiii@{digest} --format json").json

        assert [found[end]["release"] for end in ("from", "to")] == ["1.0.0", "1.1.0"]

    def test_markdown_is_release_notes(self, samsprog: Run) -> None:
        out = samsprog("diff ffb@1.0.0 ffb@1.1.0 --format markdown").out

        assert out.startswith("# ")
        assert "## Added (1)" in out

    def test_text_is_cut_at_the_limit(self, samsprog: Run) -> None:
        out = samsprog("diff fsiii@1.1.0 fsiii@2.0.0 --limit 2").out

        assert "  … and 225 more" in out.splitlines()

    def test_a_table_has_a_row_per_change(self, samsprog: Run) -> None:
        old = "fsiii@1.0.0", "fsiii@1.1.0"
        rows = samsprog("diff", *old, "--format", "tsv").rows
        changes = samsprog("diff", *old, "--format", "json").json["changes"]

        assert [row[0] for row in rows] == [change["change"] for change in changes]

    @pytest.mark.parametrize(
        ("options", "code"),
        [
            ("", 0),
            ("--fail-on breaking --mode backward", 0),
            ("--fail-on warning --mode backward", 1),
            ("--fail-on breaking --mode forward", 1),
            ("--fail-on breaking", 1),
        ],
    )
    @pytest.mark.parametrize("form", ["text", "json"])
    def test_the_exit_code_tells_what_breaks(self, samsprog: Run, options: str, code: int, form: str) -> None:
        assert samsprog(f"diff fsiii@1.1.0 fsiii@2.0.0 --format {form} {options}").code == code


class TestDiffOfMaps:
    def test_rows_that_came_and_went_are_told(self, samsprog: Run) -> None:
        out = samsprog("diff fasit-ffb-2023 fasit-ffb@1.0.0 --limit 1 --lang da").out

        assert out.startswith(
            "fasit-ffb-2023@0.9.0 → fasit-ffb@1.0.0: 2 → 45 rækker\n45 tilføjet, 2 fjernet, 0 uændret\n"
        )
        assert "  … og 44 mere (--limit 0)" in out
        assert "  - IN00 Indsats efter serviceloven → " in out

    def test_json_and_tables_have_all_of_them(self, samsprog: Run) -> None:
        found = samsprog("diff fasit-ffb-2023 fasit-ffb --format json").json
        rows = samsprog("diff fasit-ffb-2023 fasit-ffb --format tsv").rows

        assert found["summary"] == {"added": 45, "removed": 2, "changed": 0, "same": 0}
        assert [row[0] for row in rows] == [row["change"] for row in found["rows"]]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("diff domus-ffb", "domus-ffb@1.0.0 is the first version; there is none before it"),
            ("diff domus-ffb@9 domus-ffb", "unknown release '9' of map domus-ffb; known: 1.0.0"),
            ("diff fasit-ffb-2023 fasit-ff", "unknown map 'fasit-ff'"),
            ("diff fasit-ffb-2023 fasit-ffb --format xkos", "--format xkos is for releases"),
            ("diff fasit-ffb-2023 fasit-ffb --fail-on warning", "--mode, --fail-on is for releases"),
        ],
    )
    def test_what_cannot_be_compared_is_told(self, samsprog: Run, words: str, said: str) -> None:
        found = samsprog(words)

        assert found.code == 2
        assert said in found.err


class TestMap:
    def test_maps_are_listed(self, samsprog: Run) -> None:
        found = {m["name"]: m for m in samsprog("map --format json").json}

        assert found["ehealth-fsiii"]["rows"] == 85
        assert found["ehealth-fsiii"]["targets"] == [
            {"system": "urn:oid:1.2.208.176.2.21", "release": "2.3.0"}
        ]
        assert found["domus-ffb"]["example"]

    def test_rows_of_one_map(self, samsprog: Run) -> None:
        rows = samsprog("map domus-ffb --format json").json

        assert [row["row"] for row in rows] == list(range(1, len(rows) + 1))
        assert any(row["relation"] == "none" and row["target"] is None for row in rows)

    @pytest.mark.parametrize("code", ["J1.1", VASKE_SIG])
    def test_rows_about_a_code_by_any_of_its_notations(self, samsprog: Run, code: str) -> None:
        rows = samsprog("map", "-", code, "--format", "json").json

        assert "WASH" in [row["source"]["code"] for row in rows]

    def test_no_row_about_a_code_is_told_by_the_exit_code(self, samsprog: Run) -> None:
        assert samsprog("map domus-ffb XX").code == 1

    @pytest.mark.parametrize(("name", "where"), [("domus-ffb", "domus-ffb"), ("-", "any map")])
    def test_no_row_about_a_code_is_said(self, samsprog: Run, name: str, where: str) -> None:
        """A heading without a row stood there, and no word why."""
        found = samsprog(f"map {name} NOPE")

        assert (found.out, found.err) == ("", f"samsprog: no row of {where} is about 'NOPE'\n")

    def test_csv_has_the_columns_of_mappings(self, samsprog: Run) -> None:
        header = samsprog("map domus-ffb --format csv").out.splitlines()[0].split(",")

        assert {"source_system", "source_code", "relation", "target_code", "confidence", "note"} <= set(
            header
        )


class TestForms:
    def test_a_terminal_gets_colour_unless_it_objects(
        self, samsprog: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        coloured = samsprog("resolve --to fsiii J1.1").out
        monkeypatch.setenv("NO_COLOR", "1")
        plain = samsprog("resolve --to fsiii J1.1").out

        assert "\033[32mexact\033[0m" in coloured
        assert "\033" not in plain

    def test_json_never_has_colour(self, samsprog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")

        assert "\033" not in samsprog("schemes --format json").out

    def test_danish_letters_stay_letters_in_json(self, samsprog: Run) -> None:
        assert '"Udføre daglige rutiner"' in samsprog("show fsiii@2.3.0 J2 --format json").out

    def test_a_tsv_keeps_one_line_per_row(self, samsprog: Run) -> None:
        out = samsprog("map data-needs-shared --format tsv").out

        assert {line.count("\t") for line in out.splitlines()} == {16}
