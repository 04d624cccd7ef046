// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/html.h"

#include "runner/css.h"

#include <QCache>
#include <QStringDecoder>

#include <gumbo.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int maxDepth = 512;   // deeper elements are hung at this depth: no page needs more

const xmlChar *utf8(const char *text)
{
    return reinterpret_cast<const xmlChar *>(text);
}

xmlChar *text(const char *text)
{
    return const_cast<xmlChar *>(utf8(text));
}

QString fromXml(const xmlChar *text)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(text));
}

// A page is thousands of small pieces that come one by one and go together: they come out of a few blocks, some of
// which a thread keeps for its next page. Given back, they would be the system's, and new and empty ones each time.
class Arena
{
public:
    Arena() = default;
    ~Arena()
    {
        for (Block &block : m_blocks) {
            if (spare().size() < spareBlocks)
                spare().push_back(std::move(block));
        }
    }
    Q_DISABLE_COPY_MOVE(Arena)

    static void *allocate(void *arena, std::size_t size) { return static_cast<Arena *>(arena)->take(size); }
    static void release(void *, void *) {}

    template <class Piece>
    Piece *make()
    {
        static_assert(std::is_trivially_destructible_v<Piece>);
        return new (take(sizeof(Piece))) Piece {};
    }
    char *copy(QByteArrayView bytes)
    {
        auto *copy = static_cast<char *>(take(std::size_t(bytes.size()) + 1));
        *std::copy(bytes.begin(), bytes.end(), copy) = '\0';
        return copy;
    }

private:
    using Block = std::unique_ptr<char[]>;

    static constexpr std::size_t blockSize = 64 * 1024;
    static constexpr std::size_t spareBlocks = 8;

    static std::vector<Block> &spare()
    {
        static thread_local std::vector<Block> blocks;
        return blocks;
    }
    static Block block()
    {
        if (spare().empty())
            return std::make_unique_for_overwrite<char[]>(blockSize);
        Block kept = std::move(spare().back());
        spare().pop_back();
        return kept;
    }

    void *take(std::size_t size)
    {
        constexpr std::size_t alignment = alignof(std::max_align_t);
        size = (size + alignment - 1) / alignment * alignment;
        if (size > blockSize) {
            m_large.push_back(std::make_unique_for_overwrite<char[]>(size));
            return m_large.back().get();
        }
        if (size > m_left) {
            m_blocks.push_back(block());
            m_next = m_blocks.back().get();
            m_left = blockSize;
        }
        m_left -= size;
        return std::exchange(m_next, m_next + size);
    }

    std::vector<Block> m_blocks;
    std::vector<Block> m_large;   // pieces larger than a block
    char *m_next = nullptr;
    std::size_t m_left = 0;
};

// libxml2 takes names as XML means them; HTML allows more.
bool isXmlName(const char *name)
{
    const QByteArrayView view(name);
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto isUsual = [&isLetter](char c) { return isLetter(c) || c == '-' || (c >= '0' && c <= '9'); };
    if (view.isEmpty())
        return false;
    return (isLetter(view.front()) && std::all_of(view.begin(), view.end(), isUsual)) || xmlValidateName(utf8(name), 0) == 0;
}

bool isText(const GumboNode &node)
{
    return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA;
}

bool isElement(const GumboNode &node)
{
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

// Hangs gumbo's tree into a libxml2 document: nodes made in the page's arena, whose texts are gumbo's own. As
// xmlNewNode() and its like would fill them in, without a copy of every name and text to make and to free.
class TreeBuilder
{
public:
    TreeBuilder(Arena &arena, xmlDocPtr document)
        : m_arena(arena)
        , m_document(document)
    {
    }

    // Without recursion: pages are as deep as their authors like.
    void build(const GumboNode &root)
    {
        struct Level
        {
            const GumboVector *children;
            xmlNodePtr parent;
            int depth;
            unsigned next = 0;
        };
        std::vector<Level> levels;
        const auto enter = [this, &levels](const GumboElement &element, xmlNodePtr parent, int depth) {
            xmlNodePtr node = addElement(element, parent);
            levels.push_back({ &element.children, depth < maxDepth ? node : parent, depth + 1 });
        };
        enter(root.v.element, reinterpret_cast<xmlNodePtr>(m_document), 0);
        while (!levels.empty()) {
            Level &level = levels.back();
            if (level.next >= level.children->length) {
                levels.pop_back();
                continue;
            }
            const auto *child = static_cast<const GumboNode *>(level.children->data[level.next]);
            if (isText(*child)) {
                level.next = addText(*level.children, level.next, level.parent);
                continue;
            }
            ++level.next;
            if (isElement(*child))
                enter(child->v.element, level.parent, level.depth);
        }
    }

private:
    template <class Node>
    Node *make(xmlElementType type, const xmlChar *name, xmlNodePtr parent)
    {
        Node *node = m_arena.make<Node>();
        node->type = type;
        node->name = name;
        node->doc = m_document;
        node->parent = parent;
        return node;
    }
    xmlNodePtr makeText(const char *content, xmlNodePtr parent)
    {
        xmlNodePtr node = make<xmlNode>(XML_TEXT_NODE, xmlStringText, parent);
        node->content = text(content);
        return node;
    }
    static void append(xmlNodePtr node)
    {
        xmlNodePtr parent = node->parent;
        node->prev = parent->last;
        (parent->last ? parent->last->next : parent->children) = node;
        parent->last = node;
    }

    const char *nameOf(const GumboElement &element)
    {
        if (element.tag != GUMBO_TAG_UNKNOWN)
            return gumbo_normalized_tagname(element.tag);
        GumboStringPiece piece = element.original_tag;
        gumbo_tag_from_original_text(&piece);
        const char *name = m_arena.copy(QByteArray(piece.data, qsizetype(piece.length)).toLower());
        return isXmlName(name) ? name : "unknown";
    }

    xmlNodePtr addElement(const GumboElement &element, xmlNodePtr parent)
    {
        xmlNodePtr node = make<xmlNode>(XML_ELEMENT_NODE, utf8(nameOf(element)), parent);
        node->line = static_cast<unsigned short>(std::min(element.start_pos.line, 65535U));
        append(node);
        addAttributes(node, element.attributes);
        return node;
    }

    void addAttributes(xmlNodePtr node, const GumboVector &attributes)
    {
        xmlAttrPtr last = nullptr;
        for (unsigned i = 0; i < attributes.length; ++i) {
            const auto *from = static_cast<const GumboAttribute *>(attributes.data[i]);
            if (!isXmlName(from->name) || xmlHasProp(node, utf8(from->name)))
                continue;
            xmlAttrPtr attribute = make<xmlAttr>(XML_ATTRIBUTE_NODE, utf8(from->name), node);
            attribute->children = makeText(from->value, reinterpret_cast<xmlNodePtr>(attribute));
            attribute->last = attribute->children;
            attribute->prev = last;
            (last ? last->next : node->properties) = attribute;
            last = attribute;
        }
    }

    // Texts with nothing but comments between them are one. Gives the place after them.
    unsigned addText(const GumboVector &siblings, unsigned first, xmlNodePtr parent)
    {
        std::vector<const char *> pieces;
        unsigned next = first;
        for (; next < siblings.length; ++next) {
            const auto *node = static_cast<const GumboNode *>(siblings.data[next]);
            if (isText(*node))
                pieces.push_back(node->v.text.text);
            else if (isElement(*node))
                break;
        }
        const char *content = pieces.front();
        if (pieces.size() > 1) {
            QByteArray joined;
            for (const char *piece : pieces)
                joined += piece;
            content = m_arena.copy(joined);
        }
        append(makeText(content, parent));
        return next;
    }

    Arena &m_arena;
    xmlDocPtr m_document;
};

// Byte order marks and the page's own charset; UTF-8 otherwise.
QByteArray asUtf8(const QByteArray &bytes)
{
    const auto encoding = QStringConverter::encodingForHtml(bytes);
    if (!encoding || *encoding == QStringConverter::Utf8)
        return bytes;
    QStringDecoder decoder(*encoding);
    const QString text = decoder(bytes);
    return text.toUtf8();
}

void ignoreErrors(void *, xmlErrorPtr) {}

} // namespace

class HtmlPage::Private
{
public:
    explicit Private(const QByteArray &utf8Text)
        : document(xmlNewDoc(utf8("1.0")))
    {
        GumboOptions options = kGumboDefaultOptions;
        options.max_errors = 0;
        options.allocator = &Arena::allocate;
        options.deallocator = &Arena::release;
        options.userdata = &m_arena;
        GumboOutput *output = gumbo_parse_with_options(&options, utf8Text.constData(), std::size_t(utf8Text.size()));
        TreeBuilder(m_arena, document).build(*output->root);
    }
    ~Private()
    {
        // Its nodes end with the arena; taking them down one by one would only walk them.
        document->children = nullptr;
        document->last = nullptr;
        xmlFreeDoc(document);
    }
    Q_DISABLE_COPY_MOVE(Private)

    Match matchOf(xmlNodePtr node, Take take) const
    {
        Match match;
        match.text = contentOf(node);
        if (node->type == XML_ATTRIBUTE_NODE) {
            match.line = node->parent ? int(node->parent->line) : 0;
            return match;
        }
        match.text = match.text.simplified();
        match.line = int(xmlGetLineNo(node));
        if (node->type != XML_ELEMENT_NODE)
            return match;
        if (take == Take::Attributes) {
            for (xmlAttrPtr attribute = node->properties; attribute; attribute = attribute->next)
                match.attributes.append({ fromXml(attribute->name), fromXml(attribute->children->content) });
        } else if (take == Take::Html) {
            xmlBufferPtr buffer = xmlBufferCreate();
            for (xmlNodePtr child = node->children; child; child = child->next)
                xmlNodeDump(buffer, document, child, 0, 0);
            match.html = fromXml(xmlBufferContent(buffer));
            xmlBufferFree(buffer);
        }
        return match;
    }

    const xmlDocPtr document;

private:
    static QString contentOf(xmlNodePtr node)
    {
        // Most elements that are asked for hold one text.
        if (node->type == XML_ELEMENT_NODE && node->children && !node->children->next && node->children->type == XML_TEXT_NODE)
            return fromXml(node->children->content);
        xmlChar *content = xmlNodeGetContent(node);
        const QString text = fromXml(content);
        xmlFree(content);
        return text;
    }

    Arena m_arena;
};

namespace {

using CompiledXPath = std::unique_ptr<xmlXPathCompExpr, decltype(&xmlXPathFreeCompExpr)>;

// A suite asks thousands of pages the same few questions, each thread by itself. Null: no XPath 1.0.
xmlXPathCompExprPtr compiled(const QString &expression)
{
    static thread_local QCache<QString, CompiledXPath> known(500);
    if (const CompiledXPath *found = known.object(expression))
        return found->get();
    auto *fresh = new CompiledXPath(xmlXPathCompile(utf8(expression.toUtf8().constData())), &xmlXPathFreeCompExpr);
    xmlXPathCompExprPtr result = fresh->get();
    known.insert(expression, fresh);
    return result;
}

// has-class('name'): of the context node, as the CSS selector .name means it. Written out in XPath 1.0,
// contains(concat(' ', normalize-space(@class), ' '), ' name ') makes six texts for every element of a page.
void hasClass(xmlXPathParserContextPtr parser, int arguments)
{
    if (arguments != 1) {
        xmlXPathSetArityError(parser);
        return;
    }
    xmlChar *name = xmlXPathPopString(parser);
    const QByteArrayView wanted(reinterpret_cast<const char *>(name));
    bool found = false;
    xmlNodePtr node = parser->context->node;
    xmlAttrPtr attribute = node && node->type == XML_ELEMENT_NODE ? xmlHasProp(node, utf8("class")) : nullptr;
    if (attribute && attribute->children && attribute->children->content) {
        const QByteArrayView classes(reinterpret_cast<const char *>(attribute->children->content));
        const auto isSpace = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; };
        for (qsizetype at = 0; at < classes.size() && !found;) {
            qsizetype end = at;
            while (end < classes.size() && !isSpace(classes.at(end)))
                ++end;
            found = !wanted.isEmpty() && classes.sliced(at, end - at) == wanted;
            at = end + 1;
        }
    }
    xmlFree(name);
    xmlXPathReturnBoolean(parser, found);
}

// One context for a thread: making one registers every function of the language.
xmlXPathContextPtr contextFor(xmlDocPtr document)
{
    static thread_local const std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> context = [] {
        xmlXPathContextPtr fresh = xmlXPathNewContext(nullptr);
        xmlXPathRegisterFunc(fresh, utf8("has-class"), &hasClass);
        return std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)>(fresh, &xmlXPathFreeContext);
    }();
    context->doc = document;
    context->node = nullptr;
    return context.get();
}

xmlNodePtr childNamed(xmlNodePtr parent, const char *name)
{
    for (xmlNodePtr child = parent ? parent->children : nullptr; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE && xmlStrEqual(child->name, utf8(name)))
            return child;
    }
    return nullptr;
}

} // namespace

HtmlPage::HtmlPage(const QByteArray &bytes)
    : d(std::make_unique<Private>(asUtf8(bytes)))
{
}

HtmlPage::~HtmlPage() = default;

Result<QList<HtmlPage::Match>> HtmlPage::xpath(const QString &expression, Take take) const
{
    xmlSetStructuredErrorFunc(nullptr, &ignoreErrors);
    xmlXPathCompExprPtr path = compiled(expression);
    xmlXPathObjectPtr object = path ? xmlXPathCompiledEval(path, contextFor(d->document)) : nullptr;
    if (!object)
        return Error { 2, u"“%1” is no XPath 1.0 expression"_s.arg(expression) };
    QList<Match> matches;
    if (object->type == XPATH_NODESET) {
        for (int i = 0; object->nodesetval && i < object->nodesetval->nodeNr; ++i)
            matches.append(d->matchOf(object->nodesetval->nodeTab[i], take));
    } else {
        xmlChar *text = xmlXPathCastToString(object);
        matches.append({ fromXml(text), {}, 0, {} });
        xmlFree(text);
    }
    xmlXPathFreeObject(object);
    return matches;
}

Result<bool> HtmlPage::checkXPath(const QString &expression)
{
    xmlSetStructuredErrorFunc(nullptr, &ignoreErrors);
    if (!compiled(expression))
        return Error { 2, u"“%1” is no XPath 1.0 expression"_s.arg(expression) };
    return true;
}

Result<QList<HtmlPage::Match>> HtmlPage::css(const QString &selector, Take take) const
{
    // A suite asks thousands of pages the same few questions.
    static thread_local QCache<QString, QString> translated(500);
    QString *path = translated.object(selector);
    if (!path) {
        const Result<QString> fresh = cssToXPath(selector);
        if (!fresh)
            return fresh.error();
        path = new QString(*fresh);
        translated.insert(selector, path);
    }
    return xpath(*path, take);
}

QString HtmlPage::title() const
{
    xmlNodePtr title = childNamed(childNamed(xmlDocGetRootElement(d->document), "head"), "title");
    return title ? d->matchOf(title, Take::Text).text : QString();
}

int HtmlPage::countOfClass(const QString &name) const
{
    const Result<QList<Match>> matches = css(u'.' + name);
    return matches ? int(matches->size()) : 0;
}

} // namespace greenroom
