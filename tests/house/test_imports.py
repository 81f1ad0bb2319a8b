import os

from importlinter.cli import lint_imports

from tests.house import ROOT


def test_imports_flow_downhill(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", is_debug_mode=False) == os.EX_OK
