"""First names that are forms of one another, as they meet in Belgian files."""

# One name a line: French and Dutch forms, short forms, and the ways one Arabic or Turkish name is
# written in Latin letters. Folded: no accents, no capitals, no hyphens.
_FORMS = """
adrien adriaan adrian
alexandre alexander alex sander sandro
alexandra sandra
alice alicja
amelie amelia
andre andreas andries dries andrew
anne anna an ann anneke anja hanna
annemarie annemie annemiek
antoine antoon anton toon tony antonio
antoinette antonia
aicha aisha aischa aysha ayse
abdallah abdullah abdellah
achmed ahmed ahmet achmet
ali aly
bart bartholomeus barthelemy
benoit benedict ben
benjamin benjamijn
bernard bernhard bernd
brigitte brigitta gitte
catherine katrien katrijn catharina katharina kathy cathy kaat trijn katarzyna ekaterina
cecile cecilia silke
charles karel karl carlos
charlotte lotte
christian christiaan kristiaan chris kris
christine christina kristien kristina christel
christophe christof kristof christoffel
claude claudius
claire klara clara
colette nicolette
corneille cornelis cees kees
daniel daan dan
denis dennis denijs
dominique dominic
dirk diederik thierry
edouard eduard edward eddy
elisabeth elizabeth liesbet liesbeth lies elise els betty elsje
eline helene helena leen lena heleen
emile emiel emil
emmanuel manuel manu
erik eric
etienne stefan stefaan stephane steven stephen stef
eva eve
fatima fatma fatiha fatimah fadma
ferdinand fernand
francois frans franciscus francesco frank
francoise francisca
frederic frederik fred freddy
gauthier wouter walter
georges joris george jurgen
gerard geert gert gerardus
gilles gillis
guillaume willem wim william willy
guy guido
hassan hasan
hendrik henri henry rik henk hendrick
hussein hussain hossein houssein husseyn
hugues hugo
isabelle isabel isabella
jacques jacob jakob jaak
jean jan johan johannes hans john jo
jeanne johanna joke jana
jerome jeroen
joseph jozef jef jos joe josef yusuf youssef yousef yosef
julie julia
julien juliaan julian
khadija khadidja chadija hatice
laurent laurens
laure laura
leopold leo
louis lodewijk luis ludwig ludo
louise loes
luc lucas lukas
madeleine magdalena leen
marc mark marcus
marguerite margaretha margriet greet griet margaux
marie maria mia mieke marijke miet maryam meryem mariam
martin maarten
martine martina
mathieu matthieu matthias mathias matthijs thijs mattheus matteo
maurice maurits
michel michael michiel mike chiel
michelle michele
mohamed mohammed muhammad mohammad mohamad muhammed mohamet mehmet moh med
mustafa mustapha moustafa moustapha
nathalie natalia
nicolas nicolaas klaas nico niels nikolaas
olivier oliver
omar omer umar
osman othman ousmane
patrick patrice patricius
paul pol pauwel paulus
pauline paula paulien
philippe filip philip phil
pierre pieter peter piet petrus pedro
rachid rasheed rachide
raymond raimond
regis regnier
renaud reinout
robert rob robbe bob
roger rutger
said saeed sayed
samuel sam samy
sarah sara
sebastien sebastiaan sebastian bas
sophie sofie sofia
simon siemen
suzanne suzanna susanna
theo theodore theodoor
therese theresia trees teresa
thomas tomas tom
veronique veronica
victor viktor
vincent vince
xavier xaverius
yves ivo ives
yasmine yasmina jasmine jasmina jasmien
younes yunus jonas younous
zeynep zaynab zineb zainab zeineb
"""

FORMS: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(_FORMS.split("\n")):
    for _name in _line.split():
        FORMS[_name] = FORMS.get(_name, frozenset()) | {_number}


def forms_of_one(one: str, other: str) -> bool:
    """Whether two folded first names are forms of one name."""
    return not FORMS.get(one, frozenset()).isdisjoint(FORMS.get(other, frozenset()))


def form_marks(name: str) -> frozenset[str]:
    """The marks under which every form of this folded first name is found."""
    return frozenset(f"={number}" for number in FORMS.get(name, ()))
