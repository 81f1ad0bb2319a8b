"""The addresses of what frames the roadmap, below /w/<slug>/roadmap/."""

from django.urls import path

from cycles.views import exports, frames, shares, themes

urlpatterns = [
    path("roadmap.csv", exports.roadmap_csv, name="roadmap_csv"),
    path("roadmap.svg", exports.roadmap_svg, name="roadmap_svg"),
    path("roadmap.pdf", exports.roadmap_pdf, name="roadmap_pdf"),
    path("epics.csv", exports.epics_csv, name="epics_csv"),
    path("vision/", frames.show_vision, name="vision"),
    path("vision/agree/", frames.agree, name="agree_vision"),
    path("vision/<int:vision>/", frames.correct, name="edit_vision"),
    path("themes/new/", themes.new_theme, name="new_theme"),
    path("themes/<int:theme>/", themes.show_theme, name="theme"),
    path("themes/<int:theme>/edit/", themes.edit, name="edit_theme"),
    path("themes/<int:theme>/move/", themes.move, name="move_theme"),
    path("themes/<int:theme>/remove/", themes.remove, name="remove_theme"),
    path("themes/<int:theme>/readings/", themes.read, name="read_measure"),
    path("themes/<int:theme>/readings/<int:reading>/strike/", themes.strike, name="strike_reading"),
    path("markers/new/", frames.new_marker, name="new_marker"),
    path("markers/<int:marker>/", frames.show_marker, name="marker"),
    path("markers/<int:marker>/remove/", frames.drop_marker, name="remove_marker"),
    path("targets/new/", frames.new_target, name="new_target"),
    path("targets/<int:target>/drop/", frames.drop_target, name="drop_target"),
    path("shares/", shares.show_shares, name="shares"),
    path("shares/<int:share>/revoke/", shares.revoke, name="revoke_share"),
]
