// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jsontext.h"

#include <QPainter>
#include <QRegularExpression>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

qsizetype endOfString(QStringView text, qsizetype at)
{
    for (++at; at < text.size(); ++at) {
        if (text[at] == u'\\')
            ++at;
        else if (text[at] == u'"')
            return at + 1;
    }
    return text.size();
}

qsizetype endOfWord(QStringView text, qsizetype at)
{
    while (at < text.size() && (text[at].isLetterOrNumber() || text[at] == u'.' || text[at] == u'+' || text[at] == u'-'))
        ++at;
    return at;
}

bool isName(QStringView text, qsizetype after)
{
    while (after < text.size() && text[after].isSpace())
        ++after;
    return after < text.size() && text[after] == u':';
}

} // namespace

QList<TextSpan> jsonSpans(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    if (trimmed.isEmpty() || !u"{[\"}],"_s.contains(trimmed.front()))
        return { { 0, int(text.size()), Token::T1 } };
    QList<TextSpan> spans;
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype from = at;
        const QChar c = text[at];
        Token token = Token::JsPun;
        if (c == u'"') {
            at = endOfString(text, at);
            token = isName(text, at) ? Token::JsKey : Token::JsStr;
        } else if (c.isDigit() || c == u'-') {
            at = endOfWord(text, at + 1);
            token = Token::JsNum;
        } else if (c.isLetter()) {
            at = endOfWord(text, at);
            token = Token::JsLit;
        } else {
            ++at;
        }
        if (!spans.isEmpty() && spans.last().token == token && spans.last().from + spans.last().length == from)
            spans.last().length += int(at - from);
        else
            spans << TextSpan { int(from), int(at - from), token };
    }
    return spans;
}

void paintSpans(QPainter *painter, const Theme &theme, const QRect &rect, const QString &text,
                const QList<TextSpan> &spans)
{
    const QFontMetrics metrics = painter->fontMetrics();
    const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
    int x = rect.x();
    for (const TextSpan &span : spans) {
        if (span.from >= shown.size())
            break;
        const QString part = shown.mid(span.from, span.length);
        painter->setPen(theme.color(span.token));
        painter->drawText(QRect(x, rect.y(), rect.right() - x + 2, rect.height()), Qt::AlignVCenter | Qt::TextSingleLine, part);
        x += metrics.horizontalAdvance(part);
    }
}

JsonHighlighter::JsonHighlighter(const Theme &theme, QTextDocument *document)
    : QSyntaxHighlighter(document)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void JsonHighlighter::setJson(bool json)
{
    if (std::exchange(m_json, json) != json)
        rehighlight();
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    if (m_json) {
        const QList<TextSpan> spans = jsonSpans(text);
        for (const TextSpan &span : spans)
            setFormat(span.from, span.length, m_theme.color(span.token));
    }
    static const QRegularExpression variables(u"\\$\\{[^}]*\\}"_s);
    auto found = variables.globalMatch(text);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        QTextCharFormat tint;
        tint.setForeground(m_theme.color(Token::T1));
        tint.setBackground(m_theme.color(Token::FocusSoft));
        setFormat(int(match.capturedStart()), int(match.capturedLength()), tint);
    }
}

} // namespace greenroom
