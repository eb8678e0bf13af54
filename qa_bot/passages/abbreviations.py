"""Abbreviations that end in a full stop, for other languages than English: it ends the sentence only if a function
word follows. In lower case, without the last stop.
"""

from __future__ import annotations

from functools import cache

_WORDS = {
    "ca": "sr sra srs dr dra prof pàg pàgs núm art vol cap av fig p aprox",
    "cs": "např tzv tzn tj atd apod č čl str dr prof ing mgr ul s r obr odst sv stol kap mj popř resp",
    "da": "f.eks bl.a dvs osv mv kl nr s ca stk jf pkt tlf fig hhv inkl ekskl dr prof st",
    "de": "z d u i s nr str abs art aufl bd bzw ca dr evtl fr ggf geb gest hl hr hrsg ing inkl jh jhd kap mio mrd prof "
    "sog st tel usw v vgl zit zzgl allg bspw dgl dipl einschl entspr ehem evang kath lfd max min mind od österr rd "
    "schweiz sek std tgl ugs urspr verh z.b d.h u.a",
    "el": "κ κα κος δρ π.χ κ.λπ κλπ κ.ά δηλ αρ αριθ σελ βλ μ.χ π.χ. τηλ εκατ",
    "es": "sr sra srta sres dr dra d dña ud uds prof ing lic pág págs núm núms art arts vol cap fig p pp av avda aprox "
    "etc ej tel gral sto sta",
    "et": "nt jne jm nr lk vt s.t dr prof u tn pst mnt",
    "fi": "esim mm ym jne ns ks s nro klo puh tri prof fil n os v",
    "fr": "m mm mme mmes mlle dr pr me st ste av bd chap fig p pp vol art env éd cf réf tél hab boul",
    "hu": "dr pl stb kb ill ún sz o ld ti u prof tel vö br id ifj özv",
    "id": "dr prof no hlm jl tn ny dll dsb dst tgl hal",
    "it": "sig sigg sig.ra dott dott.ssa prof prof.ssa ing avv arch on pag pagg art artt n vol cap fig es ecc ca tel "
    "geom rag mons",
    "lt": "pvz t.y t.t dr prof nr psl p g pav žr tūkst mln mlrd",
    "nl": "dhr mevr mw dr drs ir ing mr prof bijv bv enz blz nr art ca jl resp evt o.a d.w.z m.b.t fig incl excl st",
    "no": "f.eks bl.a dvs osv mv kl nr s ca jf pkt tlf fig hhv inkl dr prof st",
    "pl": "np tzn tzw itd itp tj m.in dr prof inż mgr ul al nr str s r w ok por zob godz tys mln mld św ks red im",
    "pt": "sr sra srs srta dr dra prof profa eng av pág págs art arts núm n vol cap fig p ex aprox tel d dª",
    "ro": "dr prof ing nr str pag art vol cap fig dl dna bd ex aprox tel sf",
    "ru": "г гг в вв т д е п пп см рис стр ул руб коп тыс млн млрд им проф акад р с др пр н э кв м просп пер тел ст гл"
    " ч мин сек т.е т.д т.п",
    "sr": "др проф инж ул бр стр нпр тзв тј итд год св г dr prof ing ul br str npr tzv tj itd god sv g",
    "sv": "t.ex bl.a d.v.s dvs m.m osv kl nr s ca st jfr fig resp tel dr prof inkl exkl f.d t.o.m fr.o.m",
    "tr": "dr prof doç av sn no nr s sf vb vs yy bkz cad sok mah apt tel alb yrd müh",
    "uk": "р рр ст т д с вул див рис стор грн коп тис млн млрд ім проф акад ін кв м просп тел напр",
}


@cache  # of a pure function
def abbreviations(code: str) -> frozenset[str]:
    """Those of a language; none where none are known, and for English, whose rules are finer."""
    return frozenset(_WORDS.get(code, "").split())
