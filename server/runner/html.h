// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

namespace greenroom {

// A page as a reader sees it: HTML5 parsed by gumbo into a libxml2 tree that remembers lines. The only file
// that knows these libraries.
class HtmlPage
{
public:
    struct Match
    {
        QString text;          // normalised white space for elements, the value for attributes
        QString html;          // inner mark-up as text, when taken
        int line = 0;
        QList<std::pair<QString, QString>> attributes;   // when taken
    };

    explicit HtmlPage(const QByteArray &bytes);
    ~HtmlPage();

    // What is taken of a match beside its text; inner mark-up costs a walk through everything below it.
    enum class Take { Text, Attributes, Html };

    // XPath 1.0, and has-class('name') for what CSS calls .name. A number, text or boolean result is one match with line 0.
    Result<QList<Match>> xpath(const QString &expression, Take take = Take::Text) const;
    Result<QList<Match>> css(const QString &selector, Take take = Take::Text) const;
    // Whether it is an XPath 1.0 expression at all, before there is a page.
    static Result<bool> checkXPath(const QString &expression);
    QString title() const;
    // How many elements carry this class: for 'page has 14 elements with class "price"'.
    int countOfClass(const QString &name) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace greenroom
