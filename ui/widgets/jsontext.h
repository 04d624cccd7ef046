// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QList>
#include <QStringView>
#include <QSyntaxHighlighter>

class QPainter;

namespace greenroom {

// A part of a text in one colour.
struct TextSpan
{
    int from = 0;
    int length = 0;
    Token token = Token::T1;
};

// Names, texts, numbers, literals and punctuation of JSON; reads a cut or broken text as far as it goes.
// What is no JSON at all is one span in T1.
QList<TextSpan> jsonSpans(QStringView text);

// One line in its colours, elided at the right.
void paintSpans(QPainter *painter, const Theme &theme, const QRect &rect, const QString &text,
                const QList<TextSpan> &spans);

// The same in an editor, with ${variables} on a tint.
class JsonHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    JsonHighlighter(const Theme &theme, QTextDocument *document);
    void setJson(bool json);

protected:
    void highlightBlock(const QString &text) override;

private:
    const Theme &m_theme;
    bool m_json = true;
};

} // namespace greenroom
