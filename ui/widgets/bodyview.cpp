// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bodyview.h"

#include "core/whenready.h"
#include "widgets/jsonorder.h"
#include "widgets/jsontext.h"
#include "widgets/pieces.h"
#include "widgets/tabline.h"
#include "words.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int mostHex = 256 * 1024;   // bytes; four letters each are enough to look at

QPlainTextEdit *makeText(const Theme &theme, const QString &name)
{
    auto *text = new QPlainTextEdit;
    text->setReadOnly(true);
    text->setFrameShape(QFrame::NoFrame);
    text->setFont(theme.font(Theme::TypeLevel::Mono));
    text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    text->setWordWrapMode(QTextOption::WrapAnywhere);
    text->document()->setDocumentMargin(12);
    text->setAccessibleName(name);
    text->setTabChangesFocus(true);
    return text;
}

} // namespace

// What another thread makes of the bytes.
struct BodyView::Read
{
    std::unique_ptr<JsonNode> nodes;   // null: no JSON
    QString text;
    QString hex;
};

QString hexDump(const QByteArray &bytes, int from)
{
    QString dump;
    dump.reserve(bytes.size() * 5);
    for (qsizetype at = 0; at < bytes.size(); at += 16) {
        const QByteArray line = bytes.mid(at, 16);
        QString letters;
        for (const char c : line)
            letters += c >= 32 && c < 127 ? QLatin1Char(c) : QLatin1Char('.');
        dump += u"%1  %2  %3\n"_s.arg(from + at, 6, 16, QLatin1Char('0')).arg(QString::fromLatin1(line.toHex(' ')).leftJustified(47), letters);
    }
    dump.chop(1);
    return dump;
}

BodyView::BodyView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_tabs(new TabLine(theme))
    , m_stack(new QStackedWidget)
    , m_tree(new JsonView(theme))
    , m_text(makeText(theme, tr("The message as text")))
    , m_hex(makeText(theme, tr("The message as bytes")))
    , m_bar(new Ground(theme, Token::BgWell))
{
    m_tree->setAccessibleName(tr("The message as a tree"));
    m_hex->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_colors = new JsonHighlighter(theme, m_text->document());
    m_tabs->add(u"tree"_s, tr("Tree"));
    m_tabs->add(u"text"_s, tr("Text"));
    m_tabs->add(u"hex"_s, tr("Hex"));
    for (QWidget *part : std::initializer_list<QWidget *> { m_tree, m_text, m_hex })
        part->setMinimumHeight(30);   // a line, and the rest by scrolling
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_hex);
    connect(m_tabs, &TabLine::currentChanged, this, [this](const QString &id) {
        m_stack->setCurrentIndex(id == "tree"_L1 ? 0 : id == "text"_L1 ? 1 : 2);
    });
    m_note = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_whole = makeButton(theme, {}, tr("Open whole"));
    m_whole->setSize(Button::Size::Small);
    connect(m_whole, &Button::clicked, this, &BodyView::openWhole);
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(16, 4, 16, 4);
    bar->addWidget(m_note, 1);
    bar->addWidget(m_whole);
    m_bar->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_bar);
    layout->addSpacing(4);
    layout->addWidget(m_stack, 1);
}

BodyView::~BodyView() = default;

void BodyView::setBody(const QByteArray &body, bool binary)
{
    m_body = body;
    m_binary = binary;
    m_isPreview = body.size() > previewBytes;
    m_bar->setVisible(m_isPreview);
    m_note->setText(tr("The first %1 of %2.").arg(sizeText(previewBytes), sizeText(body.size())));
    m_whole->setText(tr("Open whole (%1)").arg(sizeText(body.size())));
    m_whole->setEnabled(true);
    ++m_turn;
    read(body.left(previewBytes), m_isPreview);
}

void BodyView::setWords(const QString &words)
{
    ++m_turn;
    m_body.clear();
    m_isPreview = false;
    m_bar->hide();
    if (m_tabs->current() == "tree"_L1)
        m_tabs->setProperty("wantsTree", true);
    m_tabs->setTabVisible(u"tree"_s, false);
    m_tabs->setCurrent(u"text"_s);
    m_colors->setDocument(m_text->document());
    m_colors->setJson(false);
    m_text->setPlainText(words);
    m_hex->setPlainText({});
}

void BodyView::read(const QByteArray &part, bool cut)
{
    Read done;
    if (!m_binary && !cut)
        done.nodes = jsonNodes(part);
    done.text = QString::fromUtf8(done.nodes ? indentedJson(part) : part);
    done.hex = hexDump(part.left(16 * 1024));
    take(done);
}

void BodyView::openWhole()
{
    m_whole->setEnabled(false);
    m_note->setText(tr("Reading %1…").arg(sizeText(m_body.size())));
    const quint64 turn = ++m_turn;
    const bool binary = m_binary;
    const auto reading = QtConcurrent::run([body = m_body, binary] {
        auto done = std::make_shared<Read>();
        if (!binary)
            done->nodes = jsonNodes(body, 50000);
        // The text as it came: formatting may make it ten times as long.
        done->text = QString::fromUtf8(body);
        done->hex = hexDump(body.left(mostHex));
        return done;
    });
    whenReady(reading, this, [this, turn](const std::shared_ptr<Read> &done) {
        if (turn != m_turn)
            return;
        m_isPreview = false;
        m_bar->hide();
        take(*done);
        emit shown();
    });
}

void BodyView::take(Read &read)
{
    const bool json = read.nodes != nullptr;
    const bool wasTree = m_tabs->current() == "tree"_L1;
    m_tabs->setTabVisible(u"tree"_s, json);
    if (!json && wasTree) {
        m_tabs->setCurrent(m_binary ? u"hex"_s : u"text"_s);
        m_tabs->setProperty("wantsTree", true);   // the next JSON comes as a tree again
    } else if (json && m_tabs->property("wantsTree").toBool()) {
        m_tabs->setProperty("wantsTree", false);
        m_tabs->setCurrent(u"tree"_s);
    }
    m_tree->setNodes(std::move(read.nodes));
    const bool colored = read.text.size() < previewBytes * 2;   // a highlighter visits every line at once
    m_colors->setDocument(colored ? m_text->document() : nullptr);
    if (colored)
        m_colors->setJson(json);
    m_text->setPlainText(read.text);
    m_hex->setPlainText(read.hex);
}

} // namespace greenroom
