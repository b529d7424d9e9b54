#include "core/ably/vcdiff.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;

namespace
{

constexpr auto folder = GM_TEST_DATA "/vcdiff/";

QByteArray contentOf(const QString &name)
{
    QFile file(QLatin1StringView(folder) + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A number as VCDIFF writes it: seven bits a byte, highest first.
QByteArray number(quint64 value)
{
    QByteArray bytes(1, char(value & 0x7f));
    while ((value >>= 7) != 0)
        bytes.prepend(char((value & 0x7f) | 0x80));
    return bytes;
}

QByteArray bytesOf(std::initializer_list<int> values)
{
    QByteArray bytes;
    for (const int value : values)
        bytes.append(char(value));
    return bytes;
}

const QByteArray header("\xd6\xc3\xc4\0\0", 5);

/// The sections of one window, and what surrounds them.
struct WindowParts {
    QByteArray data{};
    QByteArray instructions{};
    QByteArray addresses{};
    qint64 size = 0;
    int indicator = 0;
    qint64 segmentSize = 0;
    qint64 segmentPosition = 0;
    QByteArray checksum{};
    int compression = 0;

    [[nodiscard]] QByteArray bytes() const
    {
        const QByteArray encoding = number(quint64(size)) + char(compression) + number(quint64(data.size())) +
                                    number(quint64(instructions.size())) + number(quint64(addresses.size())) +
                                    checksum + data + instructions + addresses;
        const QByteArray segment =
            (indicator & 3) != 0 ? number(quint64(segmentSize)) + number(quint64(segmentPosition)) : QByteArray();
        return char(indicator) + segment + number(quint64(encoding.size())) + encoding;
    }
};

QByteArray deltaOf(std::initializer_list<WindowParts> windows)
{
    QByteArray delta = header;
    for (const WindowParts &window : windows)
        delta += window.bytes();
    return delta;
}

/// 1,000 bytes, of which no stretch of four comes twice soon.
QByteArray source()
{
    QByteArray bytes;
    for (int i = 0; bytes.size() < 1000; ++i)
        bytes.append(QByteArray::number(i * 7919 + 1000));
    return bytes.first(1000);
}

/// One half of an entry of the default table, worked out from its number by division.
struct Half {
    char op = '-'; ///< `A`dd, `R`un, `C`opy.
    int size = 0;
    int mode = 0;
};

std::pair<Half, Half> entry(int code)
{
    if (code == 0)
        return {{'R'}, {}};
    if (code < 19)
        return {{'A', code - 1}, {}};
    if (code < 163) {
        const int size = (code - 19) % 16;
        return {{'C', size == 0 ? 0 : size + 3, (code - 19) / 16}, {}};
    }
    if (code < 235)
        return {{'A', (code - 163) % 12 / 3 + 1}, {'C', (code - 163) % 3 + 4, (code - 163) / 12}};
    if (code < 247)
        return {{'A', (code - 235) % 4 + 1}, {'C', 4, (code - 235) / 4 + 6}};
    return {{'C', 4, code - 247}, {'A', 1}};
}

/// Writes one half into a window over source() and its result into @p target.
void write(const Half &half, WindowParts &window, QByteArray &target)
{
    if (half.op == '-')
        return;
    const int size = half.size != 0 ? half.size : 23;
    if (half.size == 0)
        window.instructions += number(quint64(size));
    if (half.op == 'A') {
        const QByteArray added = QByteArray("the quick brown fox jumps").first(size);
        window.data += added;
        target += added;
    } else if (half.op == 'R') {
        window.data += '=';
        target += QByteArray(size, '=');
    } else {
        // After copies from 10, 300, 600 and 40 these are in the near and same caches.
        static constexpr std::array near{10, 300, 600, 40};
        const int here = int(1000 + target.size());
        const std::array places{100, here - 50, near[0] + 5, near[1] + 5, near[2] + 5, near[3] + 5, 10, 300, 600};
        const std::array<QByteArray, 9> addresses{number(100), number(50),    number(5),     number(5),    number(5),
                                                  number(5),   bytesOf({10}), bytesOf({44}), bytesOf({88})};
        window.addresses += addresses[size_t(half.mode)];
        const int place = places[size_t(half.mode)];
        for (int i = 0; i < size; ++i)
            target += QByteArray(source() + target).at(place + i);
    }
}

/// A delta of one window over all of source().
QByteArray overSource(WindowParts window)
{
    window.indicator |= 1;
    window.segmentSize = 1000;
    return deltaOf({window});
}

} // namespace

/// Applying VCDIFF deltas.
class TstVcdiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesWhatXdelta3WasGiven_G16_data();
    void givesWhatXdelta3WasGiven_G16();
    void performsEveryInstruction_G16_data();
    void performsEveryInstruction_G16();
    void copiesWhatItIsJustWriting_G16();
    void copiesAcrossTheEndOfTheSegment_G16();
    void copiesFromAnEarlierWindow_G16();
    void startsEveryWindowWithEmptyCaches_G16();
    void refusesWhatIsNotRight_G16_data();
    void refusesWhatIsNotRight_G16();
    void takesNoMoreThanTheLimit_G16();
    void refusesADeltaCutAnywhere_G16();
    void survivesRandomMutations_G16();
};

void TstVcdiff::givesWhatXdelta3WasGiven_G16_data()
{
    QTest::addColumn<QString>("name");
    QStringList names = QDir(QLatin1StringView(folder)).entryList({u"*.vcdiff"_s});
    names.removeOne(u"secondary.vcdiff"_s);
    QCOMPARE(names.size(), 12);
    for (const QString &name : std::as_const(names))
        QTest::addRow("%s", qPrintable(name)) << name.chopped(7);
}

void TstVcdiff::givesWhatXdelta3WasGiven_G16()
{
    QFETCH(const QString, name);

    const auto target = applyVcdiff(contentOf(name + u".source"), contentOf(name + u".vcdiff"));

    QVERIFY2(target, target ? "" : qPrintable(target.error().why));
    QCOMPARE(*target, contentOf(name + u".target"));
}

void TstVcdiff::performsEveryInstruction_G16_data()
{
    QTest::addColumn<int>("code");
    for (int code = 0; code < 256; ++code)
        QTest::addRow("code %d", code) << code;
}

void TstVcdiff::performsEveryInstruction_G16()
{
    // given: a window that fills the near and the same cache, and the instruction after it
    QFETCH(const int, code);
    WindowParts window{.instructions = bytesOf({20, 20, 20, 20}),
                       .addresses = number(10) + number(300) + number(600) + number(40)};
    QByteArray expected;
    for (const int place : {10, 300, 600, 40})
        expected += source().mid(place, 4);
    window.instructions += char(code);
    const auto [first, second] = entry(code);
    write(first, window, expected);
    write(second, window, expected);
    window.size = expected.size();

    // when
    const auto target = applyVcdiff(source(), overSource(window));

    // then
    QVERIFY2(target, target ? "" : qPrintable(target.error().why));
    QCOMPARE(*target, expected);
}

void TstVcdiff::copiesWhatItIsJustWriting_G16()
{
    // given: ADD "ab", then a COPY of 7 from two bytes before
    const WindowParts window{.data = "ab", .instructions = bytesOf({3, 39}), .addresses = number(2), .size = 9};

    // when
    const auto target = applyVcdiff({}, deltaOf({window}));

    // then
    QVERIFY(target);
    QCOMPARE(*target, "ababababa");
}

void TstVcdiff::copiesAcrossTheEndOfTheSegment_G16()
{
    // given: ADD "!!", then a COPY of 6 that begins at the segment's last two bytes
    const WindowParts window{.data = "!!",
                             .instructions = bytesOf({3, 22}),
                             .addresses = number(8),
                             .size = 8,
                             .indicator = 1,
                             .segmentSize = 10,
                             .segmentPosition = 5};

    // when
    const auto target = applyVcdiff("....."
                                    "0123456789"
                                    "....",
                                    deltaOf({window}));

    // then
    QVERIFY(target);
    QCOMPARE(*target, "!!89!!89");
}

void TstVcdiff::copiesFromAnEarlierWindow_G16()
{
    // given: a second window over the middle of what the first has made
    const WindowParts first{.data = "0123456789", .instructions = bytesOf({11}), .size = 10};
    const WindowParts second{.instructions = bytesOf({20}),
                             .addresses = number(1),
                             .size = 4,
                             .indicator = 2,
                             .segmentSize = 6,
                             .segmentPosition = 3};

    // when
    const auto target = applyVcdiff("unused", deltaOf({first, second}));

    // then
    QVERIFY(target);
    QCOMPARE(*target, "01234567894567");
}

void TstVcdiff::startsEveryWindowWithEmptyCaches_G16()
{
    // given: the second window's near address 0 is the segment's start, whatever the first one copied
    WindowParts first{
        .instructions = bytesOf({20}), .addresses = number(500), .size = 4, .indicator = 1, .segmentSize = 1000};
    WindowParts second = first;
    second.instructions = bytesOf({52});
    second.addresses = number(3);

    // when
    const auto target = applyVcdiff(source(), deltaOf({first, second}));

    // then
    QVERIFY(target);
    QCOMPARE(*target, source().mid(500, 4) + source().mid(3, 4));
}

void TstVcdiff::refusesWhatIsNotRight_G16_data()
{
    QTest::addColumn<QByteArray>("delta");
    QTest::addColumn<QString>("word");
    const QByteArray start = header.first(4);
    const WindowParts good{.data = "ab", .instructions = bytesOf({3}), .size = 2};
    const auto changed = [&good](auto &&change) {
        WindowParts window = good;
        change(window);
        return deltaOf({window});
    };
    const auto copying = [](int code, const QByteArray &address, qint64 size = 4) {
        return overSource({.instructions = bytesOf({code}), .addresses = address, .size = size});
    };
    const QString format = u"does not begin"_s;
    const QString length = u"cut off"_s;
    const QString place = u"a place that is not there"_s;
    QTest::newRow("nothing") << QByteArray() << format;
    QTest::newRow("a text") << QByteArray("{\"status\":\"searching\"}") << format;
    QTest::newRow("a newer version") << QByteArray("\xd6\xc3\xc4S\0", 5) << format;
    QTest::newRow("without header indicator") << start << length;
    QTest::newRow("secondary compression") << start + bytesOf({1, 1}) << u"compressed once more"_s;
    QTest::newRow("secondary compression, by xdelta3") << contentOf(u"secondary.vcdiff"_s) << u"compressed once more"_s;
    QTest::newRow("a code table of its own") << start + bytesOf({2, 3, 0, 0, 0}) << u"table of its own"_s;
    QTest::newRow("an unknown header bit") << start + bytesOf({8}) << u"not known"_s;
    QTest::newRow("an application header cut off") << start + bytesOf({4, 9, 'x'}) << length;
    QTest::newRow("an unknown window bit") << header + bytesOf({8, 0}) << u"not known"_s;
    QTest::newRow("a window of source and target") << changed([](WindowParts &w) { w.indicator = 3; }) << u"at once"_s;
    QTest::newRow("a compressed window") << changed([](WindowParts &w) { w.compression = 2; })
                                         << u"compressed once more"_s;
    QTest::newRow("a longer source than there is") << changed([](WindowParts &w) {
        w.indicator = 1;
        w.segmentSize = 1001;
    }) << u"at least 1001 bytes; there are 1000"_s;
    QTest::newRow("a segment behind the source") << changed([](WindowParts &w) {
        w.indicator = 1;
        w.segmentPosition = 4'000'000'000;
    }) << u"at least"_s;
    QTest::newRow("a segment of the target before there is one") << changed([](WindowParts &w) {
        w.indicator = 2;
        w.segmentSize = 1;
    }) << u"at least 1 bytes; there are 0"_s;
    QTest::newRow("a number of 33 bits") << header + bytesOf({0, 0x90, 0x80, 0x80, 0x80, 0}) << length;
    QTest::newRow("a number without end") << header + '\0' + QByteArray(100, char(0xff)) << length;
    QTest::newRow("a window that is longer than its sections")
        << header + bytesOf({0, 9, 2, 0, 2, 1, 0, 'a', 'b', 3, 0}) << length;
    QTest::newRow("sections longer than the window") << header + bytesOf({0, 8, 2, 0, 2, 9, 0, 'a', 'b', 3}) << length;
    QTest::newRow("more than promised") << changed([](WindowParts &w) { w.size = 1; }) << u"more bytes than"_s;
    QTest::newRow("less than promised") << changed([](WindowParts &w) { w.size = 3; })
                                        << u"2 bytes where it promises 3"_s;
    QTest::newRow("a run of 4 GB") << changed([](WindowParts &w) {
        w.instructions = char(0) + number(0xffffffff);
        w.size = 0xffffffff;
    }) << u"more than 16777216"_s;
    QTest::newRow("ADD without its data") << changed([](WindowParts &w) { w.data = "a"; }) << length;
    QTest::newRow("RUN without its byte") << changed([](WindowParts &w) {
        w.data.clear();
        w.instructions = bytesOf({0, 2});
    }) << length;
    QTest::newRow("an instruction without its size")
        << changed([](WindowParts &w) { w.instructions = bytesOf({1}); }) << length;
    QTest::newRow("data left over") << changed([](WindowParts &w) { w.data = "abc"; }) << u"brings more"_s;
    QTest::newRow("addresses left over") << changed([](WindowParts &w) { w.addresses = "a"; }) << u"brings more"_s;
    QTest::newRow("COPY without an address") << copying(20, {}) << place;
    QTest::newRow("COPY from behind what is there") << copying(20, number(1000)) << place;
    QTest::newRow("COPY from before the start") << copying(36, number(1001)) << place;
    QTest::newRow("COPY from no distance at all") << copying(36, number(0)) << place;
    QTest::newRow("COPY near something, too far") << copying(52, number(1000)) << place;
    QTest::newRow("COPY the same without its slot") << copying(116, {}) << place;
    QTest::newRow("a wrong checksum") << changed([](WindowParts &w) {
        w.indicator = 4;
        w.checksum = "\1\2\3\4";
    }) << u"checksum"_s;
}

void TstVcdiff::refusesWhatIsNotRight_G16()
{
    QFETCH(const QByteArray, delta);
    QFETCH(const QString, word);

    const auto target = applyVcdiff(source(), delta);

    QVERIFY(!target);
    QCOMPARE(target.error().code, 40018);
    QVERIFY2(target.error().why.contains(word), qPrintable(target.error().why));
}

void TstVcdiff::takesNoMoreThanTheLimit_G16()
{
    // given: two windows of ten bytes
    const WindowParts ten{.data = "=", .instructions = bytesOf({0, 10}), .size = 10};
    const QByteArray delta = deltaOf({ten, ten});

    // then: together they may not pass the limit
    QVERIFY(applyVcdiff({}, delta, 20));
    QVERIFY(!applyVcdiff({}, delta, 19));
}

void TstVcdiff::refusesADeltaCutAnywhere_G16()
{
    const QByteArray delta = contentOf(u"edits.vcdiff"_s);
    const QByteArray base = contentOf(u"edits.source"_s);
    QVERIFY(applyVcdiff(base, delta));

    // The bare header is a delta of no window at all.
    for (qsizetype length = 0; length < delta.size(); ++length)
        QCOMPARE(applyVcdiff(base, delta.first(length)).isOk(), length == header.size());
}

void TstVcdiff::survivesRandomMutations_G16()
{
    // given: every vector, and the same mutations in every run
    constexpr qint64 limit = 1 << 20;
    constexpr int rounds = 4000;
    QRandomGenerator dice(3284);
    const QStringList names = QDir(QLatin1StringView(folder)).entryList({u"*.vcdiff"_s});
    qint64 refused = 0;

    for (const QString &name : names) {
        const QByteArray base = contentOf(name.chopped(7) + u".source");
        const QByteArray whole = contentOf(name);
        for (int round = 0; round < rounds; ++round) {
            // when: some bytes change, or go, or come twice
            QByteArray delta = whole;
            for (int changes = dice.bounded(1, 5); changes > 0; --changes) {
                const qsizetype at = dice.bounded(delta.size());
                switch (dice.bounded(4)) {
                case 0:
                    delta[at] = char(dice.bounded(256));
                    break;
                case 1:
                    delta[at] = char(delta[at] ^ (1 << dice.bounded(8)));
                    break;
                case 2:
                    delta.remove(at, dice.bounded(1, 4));
                    break;
                default:
                    delta.insert(at, delta.mid(at, dice.bounded(1, 4)));
                }
            }
            const auto target = applyVcdiff(base, delta, limit);

            // then: a text within the limit, or an error with its reason
            if (target)
                QVERIFY(target->size() <= limit);
            else
                QVERIFY(target.error().code == 40018 && !target.error().why.isEmpty());
            refused += target ? 0 : 1;
        }
    }
    QVERIFY(refused > names.size() * rounds * 9 / 10);
}

QTEST_GUILESS_MAIN(TstVcdiff)
#include "tst_vcdiff.moc"
