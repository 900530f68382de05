"""Sheets: what is asked before something is done to a story, and the views that ask."""

from collections.abc import Callable

from django.http import HttpResponse

from articles.admin.sheets.filing import SeriesSheet
from articles.admin.sheets.handing_on import HANDING_ON, SendBackSheet, hand_on, view_of_verb
from articles.admin.sheets.keeping import BinSheet, CopySheet, NameSheet, RestoreSheet
from articles.admin.sheets.placing import places
from articles.admin.sheets.publish import PublishSheet
from articles.admin.sheets.sheet import sheet_address, view_of
from articles.admin.sheets.timing import CancelSheet, EndSheet, MoveSheet
from articles.admin.sheets.translating import StillRightSheet, TranslateSheet
from articles.admin.sheets.withdrawing import PutBackSheet, TakeDownSheet, UndoSheet

VIEWS: dict[str, Callable[..., HttpResponse]] = {
    "publish": view_of(PublishSheet),
    "places": places,
    "move": view_of(MoveSheet),
    "cancel": view_of(CancelSheet),
    "end": view_of(EndSheet),
    "take_down": view_of(TakeDownSheet),
    "undo": view_of(UndoSheet),
    "put_back": view_of(PutBackSheet),
    "send_back": view_of(SendBackSheet),
    "restore": view_of(RestoreSheet),
    "name": view_of(NameSheet),
    "copy": view_of(CopySheet),
    "translate": view_of(TranslateSheet),
    "still_right": view_of(StillRightSheet),
    "series": view_of(SeriesSheet),
    "bin": view_of(BinSheet),
    **{name: view_of_verb(name) for name in HANDING_ON},
}

__all__ = ["HANDING_ON", "VIEWS", "hand_on", "sheet_address"]
