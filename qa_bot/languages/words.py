"""The closed classes of each language: what its questions are asked with, and the words that hold sentences together.

Written as people write them; `qa_bot.languages` folds them. `asks` are question words and auxiliaries, which say how
to answer and not what about; `others` are articles, pronouns, prepositions, conjunctions and the commonest adverbs.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A language: its English name, its Snowball stemmer or "", and its function words."""

    name: str
    stemmer: str
    asks: str
    others: str


ROWS = {
    "ar": Row(
        "Arabic",
        "arabic",
        "ما ماذا من متى أين كيف كم لماذا لم أي أية هل بم بماذا ممن لمن علام كان كانت كانوا يكون تكون ليس ليست قد سوف",
        "في إلى على عن مع منذ حتى بين بعد قبل عند لدى تحت فوق أمام خلف حول ضد دون خلال أو أم ثم بل لكن ولكن لأن إذا "
        "إذ لو لولا أن إن أنّ كي لن لا هو هي هم هن نحن أنا أنت هذا هذه ذلك تلك هؤلاء أولئك الذي التي الذين اللذان "
        "اللاتي كل بعض غير سوى أيضا فقط جدا كما مثل حيث بينما عندما لما هنا هناك الآن وفي ومن وقد وهو وهي وكان "
        "وكانت كذلك منها منه فيها فيه عليه عليها له لها لهم به بها إليه إليها التى الى",
    ),
    "ca": Row(
        "Catalan",
        "catalan",
        "què qui quin quina quins quines quan on com quant quanta quants quantes és són era eren fou foren ha han "
        "havia havien pot poden podia va van hi",
        "el la els les un una uns unes l d s n m t de del dels a al als en amb per pel pels sense sobre entre fins "
        "des cap contra durant segons i o ni però sinó perquè si doncs que qual quals cosa això aquest aquesta "
        "aquests aquestes aquell aquella aquells aquelles jo tu ell ella nosaltres vosaltres ells elles em et es "
        "ens us ho li hem seu seva seus seves meu meva teu teva nostre nostra no sí molt molta molts moltes poc més "
        "menys tan tot tota tots totes cada altre altra altres mateix mateixa també ja encara només aquí allà ara "
        "després abans quan mentre així ser estar ésser",
    ),
    "cs": Row(
        "Czech",
        "czech",
        "co kdo koho komu kým čím který která které kterého kterou kdy kde kam odkud jak jaký jaká jaké kolik proč "
        "čí je jsou byl byla bylo byli byly být bude budou má mají měl může mohou musí",
        "a i nebo ani ale však že aby když pokud protože zda než jako v ve na do z ze s se k ke ku o od po pod pro "
        "při před přes za u mezi bez podle kolem proti kvůli během mimo já ty on ona ono my vy oni ho jej ji jim jí "
        "mu nás vás jich si ten ta to ti tento tato toto tyto toho této tomu tím těch tom jeho její jejich můj tvůj "
        "svůj své svou náš váš ne není nejsou jen pouze také též už ještě velmi více méně tak tam zde tu pak potom "
        "každý všechny vše jiný sám",
    ),
    "da": Row(
        "Danish",
        "danish",
        "hvad hvem hvis hvilken hvilket hvilke hvornår hvor hvordan hvorfor er var været være bliver blev blevet "
        "har havde haft kan kunne skal skulle vil ville må måtte bør gør gjorde",
        "en et den det de og i at af på til for med om fra ved under over mellem efter før uden mod hos gennem "
        "ifølge omkring eller men ikke hverken som der da når fordi selv så end siden mens jeg du han hun vi I mig "
        "dig ham hende os jer dem min mit mine din dit hans hendes dens dets vores jeres deres sin sit sine denne "
        "dette disse sig man nogen noget nogle ingen intet alle alt hver andet andre anden samme også kun meget "
        "mere mest lidt mange få her nu endnu allerede dog altid aldrig gerne ud op ind ned frem tilbage",
    ),
    "de": Row(
        "German",
        "german",
        "was wer wen wem wessen welche welcher welches welchem welchen wann wo wohin woher wie warum weshalb wieso "
        "wozu womit wofür wodurch worüber wovon woran worauf wieviel ist sind war waren sei bin bist wird werden "
        "wurde wurden worden hat haben hatte hatten kann können konnte konnten muss müssen musste soll sollen "
        "sollte will wollen darf dürfen durfte mag möchte würde würden gibt gab",
        "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner und oder aber "
        "sondern denn doch noch auch nur schon sehr so als dass daß ob wenn weil damit während bevor nachdem obwohl "
        "in im ins an am ans auf aus bei beim bis durch für gegen mit nach ohne seit über um unter von vom vor zu "
        "zum zur zwischen wegen ich du er sie es wir ihr mich dich sich uns euch ihn ihm ihnen mein dein sein seine "
        "seinen seiner seinem ihre ihren ihrer ihrem unser euer dies diese dieser dieses diesem diesen jene jener "
        "jedes jede jeder man etwas nichts alle alles viel viele mehr andere anderen nicht hier dort da dann nun "
        "immer nie wieder bereits etwa sowie",
    ),
    "el": Row(
        "Greek",
        "greek",
        "τι ποιος ποια ποιο ποιοι ποιες ποιον ποιους ποιου πότε πού πως πώς γιατί πόσο πόσα πόσοι πόσες πόσος είναι "
        "ήταν έχει έχουν είχε είχαν μπορεί μπορούν πρέπει θα υπάρχει υπάρχουν",
        "ο η το οι τα του της των τον την τη τους τις ένας ένα μια μία ενός μιας και κι ή είτε ούτε αλλά όμως "
        "ωστόσο που ότι να αν εάν όταν ενώ επειδή διότι ώστε αφού όπως σε στο στη στην στον στα στους στις από με "
        "για προς κατά μετά πριν χωρίς μέχρι έως μεταξύ πάνω κάτω υπό εγώ εσύ αυτός αυτή αυτό αυτοί αυτές αυτά "
        "αυτού αυτής αυτών εμείς εσείς μου σου μας σας εκείνος εκείνη εκείνο όλα όλοι όλες κάθε άλλο άλλη άλλοι "
        "πολύ πολλά πολλοί περισσότερο λιγότερο μόνο επίσης δεν μη μην όχι ναι εδώ εκεί τώρα τότε ήδη ακόμα ακόμη",
    ),
    "en": Row(
        "English",
        "english",
        "what which who whom whose when where why how do does did is are was were be been has have had can could "
        "will would shall should may might must",
        "a an the this that these those there here it its he him his she her they them their we us our you your i "
        "me my of in on at by to for from with without into onto over under about between among as than then so "
        "such and or but nor not no if because while also too very just only own same other another each every all "
        "any some many much more most often few less least being am having doing s t",
    ),
    "es": Row(
        "Spanish",
        "spanish",
        "qué quién quiénes cuál cuáles cuándo dónde adónde cómo cuánto cuánta cuántos cuántas por es son era eran "
        "fue fueron ser sido está están estaba estaban ha han había habían haber hay hubo puede pueden podía debe "
        "deben tiene tienen tenía hace hizo",
        "el la los las lo un una unos unas de del a al en con sin para sobre entre hasta desde hacia según contra "
        "durante mediante ante bajo tras y e o u ni pero sino porque si aunque mientras pues que como cuando donde "
        "quien cual cuyo cuya yo tú él ella usted nosotros ellos ellas ustedes me te se nos le les mi tu su sus mis "
        "nuestro nuestra suyo este esta esto estos estas ese esa eso esos esas aquel aquella aquellos no sí muy más "
        "menos tan tanto mucho mucha muchos muchas poco pocos todo toda todos todas cada otro otra otros otras "
        "mismo misma algún alguno alguna algunos ningún nada también ya aún sólo solo aquí allí ahora entonces "
        "después antes siempre nunca así",
    ),
    "et": Row(
        "Estonian",
        "estonian",
        "mis kes kelle keda mida mille millal kus kuhu kust kuidas miks mitu palju milline millised missugune kas "
        "on oli olid ole olema olla oleks saab sai võib võis peab pidi",
        "ja ning või ega aga kuid vaid et kui sest nagu kuigi siis see seda selle sellest selles need nende neid "
        "too ta tema teda me meie meid te teie nad mina ma sina sa oma ise iga kõik kõigi mõni mõned teine teised "
        "sama ka veel juba ainult väga rohkem vähem enam ei mitte üle alla all peal peale pärast enne ajal poolt "
        "kohta kaudu vahel vastu järgi alates kuni koos ilma jaoks seal siin nüüd üks kus mõne ühe sisse välja",
    ),
    "eu": Row(
        "Basque",
        "basque",
        "zer nor nork zein zeinek noiz non nora nondik nola zergatik zenbat zertan zerk da dira zen ziren izan du "
        "dute zuen zuten dago daude zegoen ditu dituzte ahal behar",
        "eta edo baina ere ez bai bat batek baten batzuk hau hori hura hauek horiek haiek honen horren haren honek "
        "horrek hark ni zu gu zuek bera beraren bere nire gure zure beste guztiak guztien dena asko gehiago gutxi "
        "oso baino baita nahiz bezala arte ondoren aurretik artean gainean azpian barruan kanpo gabe buruz bidez "
        "arabera orain hemen hor han gero beti inoiz baizik bada dela den diren zuela direla izango egin egiten",
    ),
    "fa": Row(
        "Persian",
        "persian",
        "چه که کی کدام کجا چرا چگونه چطور چند چقدر آیا است بود بودند هست هستند نیست شد شده شود می‌شود باید خواهد "
        "دارد دارند داشت کرد کرده کند می‌کند",
        "و یا اما ولی اگر چون زیرا تا را به از در با برای بر بین پس پیش بعد قبل روی زیر درباره بدون این آن اینها "
        "آنها همین همان او من تو ما شما ایشان خود هر همه هیچ دیگر چنین چنان نیز هم فقط بسیار خیلی بیش بیشتر کمتر نه "
        "اینجا آنجا اکنون هنوز یک یکی می نمی ها های هایی ای ام اند",
    ),
    "fi": Row(
        "Finnish",
        "finnish",
        "mikä mitä mitkä minkä missä mistä mihin milloin kuka ketkä kenen kenet keitä kuinka miten miksi montako "
        "paljonko millainen kumpi onko on ovat oli olivat olla ollut olisi voi voivat voitiin pitää täytyy",
        "ja tai sekä eli vai mutta vaan että jos kun koska vaikka kuin jotta joka jotka jonka jota josta jossa "
        "joita joiden se ne tämä nämä tuo sen niiden tämän näiden sitä niitä tätä siinä siitä siihen tässä tästä "
        "hän he hänen heidän minä sinä me te minun meidän itse oma kaikki kaikkien joku jokin jokainen muu muut "
        "muita sama ei eivät ole myös vain hyvin enemmän vähemmän jo vielä aina koskaan nyt sitten siis noin yli "
        "alle alla jälkeen ennen aikana kanssa ilman mukaan vuoksi välillä kautta kohti asti saakka täällä siellä",
    ),
    "fr": Row(
        "French",
        "french",
        "que qui quoi quel quelle quels quelles quand où comment combien pourquoi lequel laquelle lesquels est sont "
        "était étaient fut furent être été a ont avait avaient avoir eu peut peuvent pouvait doit doivent faut sera "
        "seront est-ce qu t",
        "le la les l un une des du de d au aux à en dans sur sous par pour avec sans chez entre vers contre depuis "
        "pendant avant après selon jusque jusqu dès et ou ni mais donc or car si comme lorsque lorsqu puisque "
        "quoique parce afin dont je j tu il elle on nous vous ils elles me m te se s lui leur leurs y ce c cet "
        "cette ces cela ça celui celle ceux celles mon ma mes ton ta tes son sa ses notre nos votre vos ne n pas "
        "plus moins très trop peu aussi même autre autres tout toute tous toutes chaque quelque quelques aucun "
        "aucune ici là alors ainsi déjà encore toujours jamais seulement beaucoup ceci rien",
    ),
    "hi": Row(
        "Hindi",
        "hindi",
        "क्या कौन किस किसने किसे किसका किसकी किसके कब कहाँ कहां कैसे कैसा कैसी क्यों कितना कितनी कितने कौनसा है हैं "
        "था थी थे हो होता होती होते हुआ हुई हुए गया गयी गई गए जाता जाती रहा रही रहे सकता सकते सकती चाहिए होगा करता "
        "करते",
        "का की के को से में पर ने तक और या एवं तथा लेकिन मगर परंतु किन्तु कि यदि अगर तो क्योंकि ताकि जब तब जहाँ "
        "वहाँ यहाँ जो वह यह वे ये उस इस उन इन उसे इसे उसका उसकी उसके इसका इसकी इसके उनका उनके उनकी इनके उन्होंने "
        "उसने इसमें उसमें जिस जिसे जिसका जिसकी जिसके जिसमें मैं हम तुम आप मेरा हमारा आपका अपना अपनी अपने ही भी न "
        "नहीं ना मत बहुत अधिक कम कुछ सब सभी हर कोई किसी एक साथ बाद पहले बीच द्वारा लिए लिये ऊपर नीचे बिना बारे अब "
        "फिर कर करना करने वाला वाले वाली दिया जैसे",
    ),
    "hu": Row(
        "Hungarian",
        "hungarian",
        "mi mit ki kit kik mik kinek minek melyik melyek mikor hol hová honnan hogyan miért mennyi hány milyen van "
        "vannak volt voltak lesz lett lehet kell kellett",
        "a az egy és vagy is de hanem hogy ha mert mint míg mivel bár amikor ahol ami amely amelyek amelyet aki "
        "akik akit ez ezt ezek azt azok annak ennek abban ebben arra erre ezen azon én te ő mi ti ők engem téged őt "
        "minket neki nekik saját maga minden mindenki valaki valami más mások ugyanaz nem ne se sem csak már még "
        "nagyon több kevesebb legtöbb itt ott most akkor aztán után előtt alatt fölött felett között közben által "
        "szerint nélkül ellen felé miatt mellett során óta meg ki be el fel le így úgy majd pedig illetve azonban",
    ),
    "hy": Row(
        "Armenian",
        "armenian",
        "ինչ ով ում որ որը որոնք երբ որտեղ ուր ինչպես ինչու քանի որքան է են էր էին եմ ես ենք եք կա կան լինել եղել "
        "կարող պետք",
        "և ու կամ բայց իսկ սակայն եթե որպեսզի քանզի որովհետև թե մինչև այս այդ այն սա դա նա նրանք դու մենք դուք նրա "
        "նրանց իր իրենց իմ մեր ձեր բոլոր ամեն մի մեկ այլ ուրիշ նույն շատ ավելի քիչ միայն նաև էլ ոչ չի չէ չեն այստեղ "
        "այնտեղ հիմա հետո առաջ մեջ վրա տակ համար հետ մոտ առանց ըստ մասին միջև ընթացքում դեպի",
    ),
    "id": Row(
        "Indonesian",
        "indonesian",
        "apa apakah siapa siapakah kapan mana dimana bagaimana mengapa kenapa berapa adalah ialah ada telah sudah "
        "akan bisa dapat harus sedang pernah",
        "yang dan di ke dari pada untuk dengan oleh dalam tentang kepada antara sampai hingga sejak selama setelah "
        "sebelum tanpa terhadap atas bawah atau tetapi tapi namun karena sebab jika kalau bila agar supaya maka "
        "bahwa sehingga ketika saat sambil meskipun walaupun ini itu tersebut saya aku kamu anda dia ia kami kita "
        "mereka nya tidak bukan belum jangan tak juga hanya saja lagi sangat lebih paling kurang sekali masih "
        "seperti sebagai para setiap semua seluruh beberapa banyak sedikit lain sendiri sama secara sini sana situ "
        "kini pun lalu kemudian menjadi merupakan",
    ),
    "it": Row(
        "Italian",
        "italian",
        "che cosa chi quale quali quando dove come quanto quanta quanti quante perché è sono era erano fu furono "
        "essere stato stata stati state ha hanno aveva avevano avere può possono poteva deve devono sarà saranno "
        "viene vengono c cos dov com qual",
        "il lo la i gli le l un uno una di a da in con su per tra fra del dello della dei degli delle dell al allo "
        "alla ai agli alle all dal dallo dalla dai dagli dalle dall nel nello nella nei negli nelle nell sul sullo "
        "sulla sui sugli sulle sull col senza sotto sopra dopo prima verso contro durante secondo fino e ed o "
        "oppure né ma però se anche mentre poiché quindi dunque cui io tu lui lei noi voi loro mi ti si ci vi ne "
        "egli ella esso essa essi mio mia tuo suo sua suoi sue nostro nostra vostro questo questa questi queste "
        "quello quella quelli quelle quel non più meno molto molta molti molte poco tutto tutta tutti tutte ogni "
        "altro altra altri altre stesso stessa già ancora solo qui là ora poi sempre mai così",
    ),
    "ja": Row(
        "Japanese",
        "",
        "何 誰 どこ いつ どの どれ どう どんな なぜ いくつ いくら どのように どうして だれ なに なん どちら "
        "どのくらい どれくらい ですか ますか ましたか でしたか でしょうか のですか 何年 何人 何時 何月 何日 "
        "何ですか 誰ですか いつですか どこですか ありますか いますか",
        "です ます でした ました ません である であった だった する した して され された されて されている "
        "している いる いた ある あった ない なかった なる なった これ それ あれ この その あの ここ そこ から まで "
        "より ので のに など また または および しかし そして ため こと もの とき について によって による として "
        "における に対して とともに だけ",
    ),
    "ko": Row(
        "Korean",
        "",
        "무엇 누구 누가 언제 어디 어디서 어디에 어떻게 왜 얼마 얼마나 몇 어느 어떤 무슨 무엇을 무엇이 무엇인가 "
        "무엇입니까 누구인가 누구입니까 언제인가 입니까 습니까 인가 인가요 있습니까 했습니까 됩니까 되었습니까 "
        "하나요 있나요 되나요",
        "그 이 저 그리고 그러나 하지만 또는 및 또한 그는 그녀는 그들은 우리는 나는 것 것은 것이 수 있다 있는 있었다 "
        "없다 한다 하는 했다 된다 되는 되었다 이다 입니다 합니다 있습니다 했습니다 대한 대해 위해 위한 따라 통해 "
        "의해 함께 때문에 동안 이후 이전 모든 각 다른 매우 더 가장 등",
    ),
    "lt": Row(
        "Lithuanian",
        "lithuanian",
        "kas ką ko kam kuo kuris kuri kurie kurios kurį kada kur iš kaip kodėl kiek koks kokia kokie ar yra buvo "
        "būti bus būtų gali galėjo turi turėjo",
        "ir arba bet o tačiau kad jei jeigu nes kai nors nei taip į su prie be nuo iki po per už ant apie tarp dėl "
        "pagal prieš pas aš tu jis ji mes jūs jie jos jo jų jam jai jį ją juos mano tavo savo mūsų jūsų šis ši šie "
        "šios šio tas ta tie tos to tai tą tuo pats pati visi visos visas kiekvienas kitas kiti kita ne nėra tik "
        "pat dar jau labai daugiau mažiau čia ten dabar tada vėliau visada niekada metu",
    ),
    "nl": Row(
        "Dutch",
        "dutch",
        "wat wie wiens welke welk wanneer waar waarom waarheen waarvandaan waardoor waarmee hoe hoeveel is zijn was "
        "waren ben bent geweest wordt worden werd werden geworden heeft hebben had hadden kan kunnen kon konden "
        "moet moeten mag zal zullen zou zouden wil",
        "de het een en of maar want dus dat die dit deze als toen omdat terwijl hoewel indien om te in op aan bij "
        "voor van met zonder uit over onder tussen naar tot door tegen na sinds per volgens tijdens ik jij je u hij "
        "zij ze wij we jullie hen hun hem haar mij me ons onze mijn jouw uw zich er hier daar nu dan nog al ook "
        "niet geen wel zeer heel meer minder meest veel weinig alle alles elk elke iemand iets niets ander andere "
        "anderen zelf zelfde alleen altijd nooit weer zo zoals echter vaak",
    ),
    "no": Row(
        "Norwegian",
        "norwegian",
        "hva hvem hvilken hvilket hvilke når hvor hvordan hvorfor hvis er var vært være blir ble blitt har hadde "
        "hatt kan kunne skal skulle vil ville må måtte bør gjør gjorde",
        "en et ei den det de og i å at av på til for med om fra ved under over mellom etter før uten mot hos "
        "gjennom ifølge omkring eller men ikke verken som der da fordi selv så enn siden mens jeg du han hun vi "
        "dere meg deg ham henne oss dem min mitt mine din ditt hans hennes dens dets vår vårt våre deres sin sitt "
        "sine denne dette disse seg man noen noe ingen alle alt hver annet andre annen samme også bare kun mye mer "
        "mest litt mange få her nå ennå allerede alltid aldri gjerne ut opp inn ned frem tilbake",
    ),
    "pl": Row(
        "Polish",
        "polish",
        "co kto kogo komu kim czym czego który która które którego której którzy kiedy gdzie dokąd skąd jak jaki "
        "jaka jakie ile dlaczego czemu czyj czy jest są był była było byli były być będzie będą ma mają miał może "
        "mogą można musi zostać został została",
        "i oraz lub albo ani ale jednak że aby żeby gdy jeśli ponieważ bo niż jako w we na do z ze od po pod nad "
        "przed przez za przy u o dla między bez według około przeciw podczas wobec ja ty on ona ono my wy oni one "
        "go jego jej ją ich im mu nim nią nich nas nam was się siebie sobie ten ta to te ci tego tej temu tym tych "
        "tę tą tam tu mój twój swój swoje nasz wasz nie tylko także też już jeszcze bardzo więcej mniej tak tutaj "
        "teraz potem zawsze nigdy każdy wszystkie wszystko inny inne sam",
    ),
    "pt": Row(
        "Portuguese",
        "portuguese",
        "que quê quem qual quais quando onde aonde como quanto quanta quantos quantas por é são era eram foi foram "
        "ser sido está estão estava estavam tem têm tinha tinham ter há havia houve pode podem podia deve devem "
        "será serão",
        "o a os as um uma uns umas de do da dos das em no na nos nas num numa ao à aos às pelo pela pelos pelas com "
        "sem para sobre entre até desde contra durante segundo após sob e ou nem mas porém porque se embora "
        "enquanto pois cujo cuja eu tu ele ela você nós eles elas vocês me te lhe lhes meu minha teu seu sua seus "
        "suas nosso nossa dele dela deles este esta isto estes estas esse essa isso esses essas aquele aquela "
        "aquilo não sim muito muita muitos muitas mais menos tão pouco todo toda todos todas cada outro outra "
        "outros outras mesmo mesma algum alguma alguns nenhum nada também já ainda só apenas aqui ali lá agora "
        "então depois antes sempre nunca assim",
    ),
    "ro": Row(
        "Romanian",
        "romanian",
        "ce cine cui care cărui cărei când unde cum cât câtă câți câte de este e sunt era erau fost fi fie a au "
        "avea aveau are avut poate pot putea trebuie va vor",
        "un o unei unui unor al ai ale lui la în din pe cu fără pentru despre între până prin sub peste după "
        "înainte către contra împotriva spre și sau nici dar însă ci că să dacă deși deoarece fiindcă ca deci iar "
        "eu tu el ea noi voi ei ele mă te se ne vă îi îl le li lor își său sa săi sale meu mea tău nostru noastră "
        "acest această acestei acestui aceste acești acela aceea acel acea aceștia nu da foarte mai puțin mult "
        "multă mulți multe tot toată toți toate fiecare alt altă alți alte același doar numai încă deja aici acolo "
        "acum atunci apoi mereu niciodată astfel cel cea cei cele s-a",
    ),
    "ru": Row(
        "Russian",
        "russian",
        "что кто кого кому кем чем чего какой какая какое какие какого какую каком который которая когда где куда "
        "откуда как сколько почему зачем чей чья чьё ли есть был была было были быть будет будут может могут мог "
        "можно должен должна нужно",
        "и или либо ни но а однако чтобы если потому так же бы то в во на к ко с со из изо от до по под над перед "
        "при у о об обо за для между без через около против после время среди из-за я ты он она оно мы вы они меня "
        "тебя его её ее ему ей их им ним ней них нас вас мне себя себе свой своя свои своего своей этот эта это эти "
        "этого этой этом тот та те того той тех том мой твой наш ваш не нет только также тоже уже ещё еще очень "
        "более менее больше там тут здесь сейчас потом тогда всегда никогда каждый все всё всех весь вся другой "
        "другие сам самый которые которого которых",
    ),
    "sr": Row(
        "Serbian",
        "serbian",
        "шта ко кога коме чега који која које којег коју када где куда одакле како колико зашто чији да ли је су "
        "био била било били бити биће има имао може могу мора šta ko koga kome čega koji koja koje kojeg koju kada "
        "gdje gde kuda odakle kako koliko zašto čiji je su bio bila bilo bili biti biće ima imao može mogu mora što "
        "tko",
        "и или ни али већ него да ако јер кад док као у на до из с са к о од по под за при између без према око "
        "против током пре после преко ја ти он она оно ми ви они њега га јој му њих им се себе овај ова ово ови тај "
        "та то те његов њен њихов мој свој наш ваш не није нису само такође још врло више мање тако ту тамо онда "
        "сада сваки сви све други исти i ili ni ali već nego da ako jer kad dok kao u na do iz s sa k o od po pod "
        "za pri između bez prema oko protiv tokom tijekom pre prije posle poslije preko ja ti on ona ono mi vi oni "
        "njega ga joj mu njih im se sebe ovaj ova ovo ovi taj ta to te njegov njen njihov moj svoj naš vaš ne nije "
        "nisu samo takođe također još vrlo više manje tako tu tamo onda sada svaki svi sve drugi isti",
    ),
    "sv": Row(
        "Swedish",
        "swedish",
        "vad vem vems vilken vilket vilka när var vart varifrån hur varför är varit vara blir blev blivit bli har "
        "hade haft kan kunde ska skall skulle vill ville måste bör får fick gör gjorde",
        "en ett den det de och i att av på till för med om från vid under över mellan efter före utan mot hos genom "
        "enligt omkring eller men inte varken som där då därför eftersom medan än sedan så jag du han hon vi ni mig "
        "dig honom henne oss er dem min mitt mina din ditt hans hennes dess vår vårt våra deras sin sitt sina denna "
        "detta dessa sig man någon något några ingen inget alla allt varje annan annat andra samma också bara "
        "endast mycket mer mest lite många få här nu ännu redan alltid aldrig upp ut in",
    ),
    "tr": Row(
        "Turkish",
        "turkish",
        "ne neler kim kimler kimin kime kimi hangi hangisi nerede nereye nereden nerenin zaman nasıl niçin neden "
        "niye kaç kaçıncı mı mi mu mü mıdır midir mudur müdür nedir kimdir nerededir kaçtır var yok idi olan oldu "
        "olur olarak olduğu değil",
        "bir ve veya ya da de ile ama fakat ancak lakin çünkü eğer ki ise için gibi kadar göre karşı doğru sonra "
        "önce beri dolayı rağmen üzere arasında üzerinde altında içinde dışında bu şu o bunlar şunlar onlar ben sen "
        "biz siz bana sana ona bize size onun bunun benim senin bizim sizin onların bunu onu buna bunda onda kendi "
        "kendisi her herkes tüm bütün bazı birkaç hiç başka diğer aynı çok daha en az pek sadece yalnız yalnızca "
        "bile hem hep hala artık şimdi burada orada böyle öyle şöyle tarafından ayrıca",
    ),
    "uk": Row(
        "Ukrainian",
        "",
        "що хто кого кому ким чим чого який яка яке які якого яку якій якому котрий коли де куди звідки як скільки "
        "чому навіщо чий чия чи є був була було були бути буде будуть може можуть міг можна треба повинен",
        "і й та або ні але однак проте щоб якщо бо тому так же би б то в у на до з із зі від по під над перед при о "
        "об за для між без через біля проти після час серед я ти він вона воно ми ви вони мене тебе його її йому їй "
        "їх їм ним нею них нас вас мені себе собі свій своя свої свого своєї цей ця це ці цього цієї цьому той ті "
        "того тієї тих мій твій наш ваш не немає тільки лише також теж вже ще дуже більше менше там тут зараз потім "
        "тоді завжди ніколи кожен все всі весь вся інший інші сам",
    ),
    "zh": Row(
        "Chinese",
        "",
        "什么 什麼 谁 誰 哪 哪里 哪裡 哪个 哪個 哪些 哪位 哪年 哪一 何时 何時 什么时候 什麼時候 怎么 怎麼 怎样 怎樣 "
        "如何 为什么 為什麼 为何 為何 多少 几个 幾個 多久 多大 多长 多長 多远 多高 是否 吗 嗎 呢 何处 何處",
        "的 了 是 在 和 与 與 及 或 而 但 但是 因为 因為 所以 如果 虽然 雖然 并 並 并且 也 都 就 还 還 又 很 更 最 "
        "这 這 那 这个 這個 那个 那個 这些 這些 那些 他 她 它 他们 他們 她们 我们 我們 你们 你們 我 你 其 之 于 於 "
        "以 为 為 对 對 从 從 向 到 由 被 把 将 將 给 給 比 没有 沒有 不 有 上 下 中 里 裡 后 後 前 时 時 等 着 著 "
        "过 過 地 得 所 以及 可以 一个 一個",
    ),
}
