// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/runtimeband.h"

#include "widgets/elided.h"
#include "widgets/marklabel.h"
#include "widgets/pieces.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QPainter>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The newest Node the functions ask for, "Node 20"; empty: they need none.
QString nodeOf(const QJsonArray &functions)
{
    int newest = -1;
    for (const QJsonValue &function : functions) {
        const QString runtime = function[u"runtime"_s].toString();
        if (runtime.isEmpty() || runtime.startsWith("nodejs"_L1))
            newest = qMax(newest, runtime.mid(6).section(u'.', 0, 0).toInt());
    }
    return newest < 0 ? QString() : newest == 0 ? u"Node"_s : u"Node %1"_s.arg(newest);
}

} // namespace

RuntimeBand::RuntimeBand(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(40);
    auto *mark = new MarkLabel(theme);
    mark->setSymbol(u"problems"_s, Token::StFlaky);
    m_words = new Elided(theme, Theme::TypeLevel::Body, Token::T1);
    Button *again = makeButton(theme, u"rerun"_s, tr("Look again"));
    again->setSize(Button::Size::Small);
    connect(again, &Button::clicked, this, &RuntimeBand::look);
    Button *copy = makeButton(theme, u"copy"_s, tr("Copy install command"));
    copy->setSize(Button::Size::Small);
    copy->setToolTip(u"sudo apt install nodejs"_s);
    connect(copy, &Button::clicked, this, [] { QGuiApplication::clipboard()->setText(u"sudo apt install nodejs"_s); });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 1);
    layout->setSpacing(8);
    layout->addWidget(mark);
    layout->addWidget(m_words, 1);
    layout->addWidget(copy);
    layout->addWidget(again);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void RuntimeBand::setFunctions(const QJsonArray &functions)
{
    m_functions = functions;
    look();
}

void RuntimeBand::look()
{
    const QString node = nodeOf(m_functions);
    const bool missing = !node.isEmpty() && QStandardPaths::findExecutable(u"node"_s).isEmpty();
    if (missing)
        m_words->setText(tr("This project's handlers need %1; it was not found on the PATH.").arg(node));
    setVisible(missing);
}

void RuntimeBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::TintFlaky));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::Line));
}

} // namespace greenroom
